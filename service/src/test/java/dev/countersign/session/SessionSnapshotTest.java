package dev.countersign.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionEvent.SessionRevoked;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.store.EventJson;
import dev.countersign.store.EventNames;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A session that is prolonged with every check has a long stream, so it has to survive being stored as a
/// snapshot.
class SessionSnapshotTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final EventJson json = EventJson.of(EventNames.of(List.of(), List.of(Session.class)));

    @Test
    void snapshotHoldsTheWholeState() {
        var id = SessionId.random(Environment.TEST);
        var session = new Session();
        session.evolve(new SessionStarted(
                id,
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                PhoneId.random(Environment.TEST),
                Channel.SMS,
                new TokenHash(new byte[32]),
                new Sealed(new byte[1]),
                null,
                new Sealed(new byte[2]),
                NOW.plusSeconds(300),
                NOW));
        session.evolve(new SessionRevoked(id, NOW));

        Session restored = json.deserialize(json.serialize(session, byte[].class));

        assertThat(restored).usingRecursiveComparison().isEqualTo(session);
    }
}
