package dev.countersign.expiry;

import dev.countersign.login.SessionDirectory;
import dev.countersign.session.SessionCommand.ExpireSession;
import dev.countersign.session.SessionId;
import dev.countersign.store.Commands;
import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Sessions that nobody has prolonged or revoked.
public final class LapsingSessions implements Lapsing<SessionId> {

    private final DataSource database;
    private final SessionDirectory directory;
    private final Commands commands;

    public LapsingSessions(DataSource database, SessionDirectory directory, Commands commands) {
        this.database = database;
        this.directory = directory;
        this.commands = commands;
    }

    @Override
    public List<SessionId> until(Instant now, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select session_id from session where expires_at <= ? order by expires_at limit ?")) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            select.setInt(2, most);
            var lapsed = new ArrayList<SessionId>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    lapsed.add(new SessionId(row.getString("session_id")));
                }
            }
            return lapsed;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    @Override
    public void expire(SessionId lapsed, Instant now) {
        boolean over = commands.send(new ExpireSession(lapsed, now));
        if (over) {
            directory.remove(lapsed);
        }
    }
}
