package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.RevokeSessionRequest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Those who watch revocations: what they are told, and where they go on.
@Timeout(120)
class WatchRevocationsTest {

    private static final Duration REPLAY = Duration.ofMinutes(6);

    private static EmbeddedPostgres postgres;
    private SessionCalls calls;
    private TestService service;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.settingOn(
                postgres, Map.of("COUNTERSIGN_SESSION_MAX_WATCHERS", "12", "COUNTERSIGN_GRPC_MAX_CALLS", "2"));
        calls = new SessionCalls(service);
    }

    @AfterEach
    void stop() throws InterruptedException {
        calls.close();
    }

    @Test
    void revocationIsToldWithWhoseSessionItWas() {
        var login = calls.login(60);
        try (var watcher = watch("").begun()) {
            assertThat(watcher.told()).isEmpty();
            assertThat(watcher.lastMessage().getCaughtUp()).isTrue();

            revoke(login);

            Eventually.gives(watcher::told, told -> !told.isEmpty());
            var revoked = watcher.lastMessage().getRevokedSessions(0);
            assertThat(revoked.getSessionId()).isEqualTo(login.getSession().getSessionId());
            assertThat(revoked.getUserId()).isEqualTo(login.getUserId());
            assertThat(SessionCalls.instant(revoked.getRevokedAt())).isEqualTo(service.clock.instant());
        }
    }

    @Test
    void silenceIsBrokenByHeartbeatsThatMoveOn() {
        try (var watcher = watch("").begun()) {
            Eventually.gives(watcher::messages, count -> count >= 3);

            assertThat(watcher.told()).isEmpty();
            try (var next = watch(watcher.lastToken()).begun()) {
                assertThat(next.told()).isEmpty();
            }
        }
    }

    @Test
    void watcherGoesOnAfterTheLastMessageThatItHadOfAnother() {
        var sessions = List.of(calls.login(60), calls.login(60), calls.login(60));
        String token;
        try (var watcher = watch("").begun()) {
            revoke(sessions.get(0));
            Eventually.gives(watcher::told, told -> told.size() == 1);
            token = watcher.lastToken();
        }
        revoke(sessions.get(1));
        try (var watcher = watch(token)) {
            revoke(sessions.get(2));
            Eventually.gives(watcher::told, told -> told.size() >= 2);

            assertThat(watcher.told()).containsExactly(id(sessions.get(1)), id(sessions.get(2)));
        }
    }

    /// More than a message holds: only the last one says that this is all.
    @Test
    void watcherHearsWhenItHasCaughtUp() throws SQLException {
        var login = calls.login(60);
        revoke(login);
        multiply(id(login), 250);

        try (var watcher = watch("").begun()) {
            assertThat(watcher.firstMessage().getCaughtUp()).isFalse();
            Eventually.gives(watcher::told, told -> told.size() == 251);
            assertThat(watcher.lastMessage().getCaughtUp()).isTrue();
        }
    }

    /// As many more revoked sessions as that one.
    private void multiply(String session, int times) throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var insert = connection.prepareStatement("""
                        with copy as materialized (
                            select 'session-test-' || gen_random_uuid() id from generate_series(1, ?))
                        insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at,
                                           payload_type, payload_revision, payload, metadata)
                        select c.id, e.sequence_number, e.aggregate_type, gen_random_uuid(), e.recorded_at,
                               e.payload_type, e.payload_revision, e.payload, e.metadata
                        from copy c, event e where e.aggregate_id = ? order by e.sequence_number""")) {
            insert.setInt(1, times);
            insert.setString(2, session);
            insert.execute();
        }
    }

    /// Longer than any JWT lives.
    @Test
    void withoutATokenItBeginsWithWhatIsRecent() {
        var older = calls.login(60);
        var younger = calls.login(60);
        revoke(older);
        service.clock.advance(Duration.ofNanos(1_000));
        revoke(younger);

        service.clock.advance(REPLAY);
        try (var watcher = watch("").begun()) {
            assertThat(watcher.told()).containsExactly(id(younger));
        }
        service.clock.advance(Duration.ofNanos(1_000));
        try (var watcher = watch("").begun()) {
            assertThat(watcher.told()).isEmpty();
        }
    }

    @Test
    void sessionsOfOthersAndThoseWhoseTimeRunsOutAreNotTold() {
        var stranger = service.service.projects().create("other", Environment.TEST);
        var expiring = calls.login(5);
        var revoked = calls.login(60);
        try (var own = watch("").begun();
                var other = watch(stranger, "").begun()) {
            service.clock.advance(Duration.ofMinutes(5));
            Eventually.gives(
                    () -> StoredEvents.of(id(expiring), service.jdbcUrl),
                    events -> events.contains("session.SessionExpired"));
            revoke(revoked);

            Eventually.gives(own::told, told -> !told.isEmpty());
            var seen = other.messages();
            Eventually.gives(other::messages, count -> count > seen);
            assertThat(own.told()).containsExactly(id(revoked));
            assertThat(other.told()).isEmpty();
        }
    }

    @Test
    void tokenThatIsNotOursIsRefused() {
        var stranger = service.service.projects().create("other", Environment.TEST);
        String token;
        try (var watcher = watch("").begun()) {
            token = watcher.lastToken();
        }
        var ahead = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(service.config.keyRing().positionSeals().seal(1_000_000, service.secret.project()));
        var changed = (token.charAt(10) == 'A' ? 'B' : 'A');
        var altered = token.substring(0, 10) + changed + token.substring(11);

        for (var wrong : List.of("garbage", "!", altered, ahead, "A".repeat(129))) {
            assertThat(refusal(watch(wrong))).isEqualTo("INVALID_RESUME_TOKEN");
        }
        assertThat(refusal(watch(stranger, token))).isEqualTo("INVALID_RESUME_TOKEN");
    }

    /// Who takes nothing holds up nobody, and misses nothing.
    @Test
    void slowWatcherIsToldEverythingInTheEnd() {
        var sessions = new ArrayList<AuthenticateResponse>();
        for (var login = 0; login < 20; login++) {
            sessions.add(calls.login(60));
        }
        var revoked = sessions.stream().map(WatchRevocationsTest::id).toList();
        try (var slow = Watcher.patientOn(service.channel, service.secret, "");
                var quick = watch("").begun()) {
            sessions.forEach(this::revoke);
            Eventually.gives(quick::told, told -> told.size() == revoked.size());
            assertThat(slow.messages()).isZero();

            slow.take(1_000);

            Eventually.gives(slow::told, told -> told.size() >= revoked.size());
            assertThat(slow.told()).isEqualTo(revoked).isEqualTo(quick.told());
        }
    }

    /// Two calls may be worked on at once here; three watchers take none of these places.
    @Test
    void watchersHaveSeatsOfTheirOwn() {
        var watchers = List.of(watch("").begun(), watch("").begun(), watch("").begun());

        assertThat(refusal(watch(""))).isEqualTo("TOO_MANY_WATCHERS");
        calls.login(60);

        watchers.forEach(Watcher::close);
        Eventually.gives(
                        () -> {
                            var next = watch("");
                            Eventually.gives(() -> next.hasEnded() || next.messages() > 0, done -> done);
                            return next;
                        },
                        next -> !next.hasEnded())
                .close();
    }

    /// A quarter of the twelve seats is a project's share.
    @Test
    void projectWithManyWatchersLeavesSeatsToOthers() {
        var other = service.service.projects().create("other", Environment.TEST);
        var watchers = List.of(watch("").begun(), watch("").begun(), watch("").begun());
        assertThat(refusal(watch(""))).isEqualTo("TOO_MANY_WATCHERS");

        watch(other, "").begun().close();

        watchers.forEach(Watcher::close);
    }

    @Test
    void watcherWhoseSecretIsRevokedIsDismissed() {
        var more = service.service.projects().addSecret(service.secret.project(), SecretRole.APPLICATION);
        try (var trusted = watch("").begun();
                var dismissed = watch(more, "").begun()) {
            service.service.projects().revokeSecret(more.project(), more.id());

            assertThat(refusal(dismissed)).isEqualTo("UNAUTHORIZED_CREDENTIALS");
            var seen = trusted.messages();
            Eventually.gives(trusted::messages, count -> count > seen + 1);
            assertThat(trusted.hasEnded()).isFalse();
        }
    }

    @Test
    void streamEndsInPeaceWhenTheServiceStops() {
        var watcher = watch("").begun();

        service.service.close();

        assertThat(watcher.end()).isEmpty();
    }

    private Watcher watch(String token) {
        return watch(service.secret, token);
    }

    private Watcher watch(NewSecret who, String token) {
        return Watcher.on(service.channel, who, token);
    }

    private void revoke(AuthenticateResponse login) {
        calls.revoke(RevokeSessionRequest.newBuilder().setSessionId(id(login)));
    }

    private static String id(AuthenticateResponse login) {
        return login.getSession().getSessionId();
    }

    private static String refusal(Watcher watcher) {
        return ErrorInfos.of(watcher.end().orElseThrow()).getReason();
    }
}
