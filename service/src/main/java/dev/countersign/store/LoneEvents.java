package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.IdentifierFactory;

/// Appends events that are streams of their own within the transaction of a connection: they come with what else that
/// changes, or not at all.
public final class LoneEvents {
    private final EventJson json;

    public LoneEvents(EventNames names) {
        this.json = EventJson.of(names);
    }

    /// Others wait for their turn to append until the transaction ends: let this be the last that it does.
    ///
    /// @param stream that nobody else writes
    /// @param kind of aggregate
    public void append(String stream, String kind, Object event, Origin origin, Instant at, Connection connection)
            throws SQLException {
        var payload = json.serialize(event, byte[].class);
        var set = new WriteSet(origin);
        set.add(
                Write.EVENT,
                stream,
                0L,
                kind,
                IdentifierFactory.getInstance().generateIdentifier(),
                at,
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                origin.json());
        WriteStatement.execute(connection, List.of(set));
    }
}
