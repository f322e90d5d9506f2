package dev.countersign;

import static dev.countersign.SessionCalls.instant;
import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthorizationCheck;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.Session;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sessions that are shown again: found, prolonged, and dead when their time is up.
class SessionCheckTest {

    private static final String UNKNOWN_TOKEN = "A".repeat(44);
    private static EmbeddedPostgres postgres;
    private SessionCalls calls;

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
        calls = SessionCalls.onFreshDatabase(postgres);
    }

    @AfterEach
    void stop() throws InterruptedException {
        calls.close();
    }

    @Test
    void tokenAndJwtShowTheSameSessionAndTheSameToken() {
        var login = calls.login(60);

        var byToken = calls.byToken(login.getSessionToken());
        var byJwt = calls.byJwt(login.getSessionJwt());

        assertThat(byToken.getSession()).isEqualTo(login.getSession());
        assertThat(byToken.getSessionToken()).isEqualTo(login.getSessionToken());
        assertThat(byToken.getUser()).isEqualTo(login.getUser());
        assertThat(byJwt.getSession()).isEqualTo(login.getSession());
        assertThat(byJwt.getSessionToken()).isEqualTo(login.getSessionToken());
    }

    @Test
    void jwtPastItsEndIsAsGoodAsItsSession() {
        var login = calls.login(60);

        calls.service.clock.advance(Duration.ofMinutes(59));
        assertThat(calls.byJwt(login.getSessionJwt()).getSession().getSessionId())
                .isEqualTo(login.getSession().getSessionId());

        calls.service.clock.advance(Duration.ofMinutes(1));
        assertThat(reasonOf(() -> calls.byJwt(login.getSessionJwt()))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void sessionIsDeadAtTheInstantOfItsExpiry() {
        var token = calls.login(60).getSessionToken();

        calls.service.clock.advance(Duration.ofHours(1).minusNanos(1_000));
        calls.byToken(token);

        calls.service.clock.advance(Duration.ofNanos(1_000));
        assertThat(reasonOf(() -> calls.byToken(token))).isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> calls.revoke(RevokeSessionRequest.newBuilder().setSessionToken(token))))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void checkWithADurationSetsTheEndAndOneWithoutLeavesIt() {
        var token = calls.login(60).getSessionToken();
        calls.service.clock.advance(Duration.ofMinutes(30));

        var prolonged = calls.check(
                AuthenticateSessionRequest.newBuilder().setSessionToken(token).setSessionDurationMinutes(60));

        var end = calls.service.clock.instant().plus(Duration.ofHours(1));
        assertThat(instant(prolonged.getSession().getExpiresAt())).isEqualTo(end);
        calls.service.clock.advance(Duration.ofMinutes(59));
        var checked = calls.byToken(token);
        assertThat(instant(checked.getSession().getExpiresAt())).isEqualTo(end);
        assertThat(instant(checked.getSession().getLastAccessedAt())).isEqualTo(calls.service.clock.instant());
    }

    @ParameterizedTest
    @MethodSource("authorizationChecks")
    void authorizationCheckIsRefusedBeforeAnythingChanges(AuthorizationCheck asked) {
        var login = calls.login(60);
        calls.service.clock.advance(Duration.ofMinutes(2));

        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .setSessionDurationMinutes(600)
                        .setAuthorizationCheck(asked))))
                .isEqualTo("CONSUMER_SESSION_AUTHORIZATION_ERROR");
        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionJwt(login.getSessionJwt())
                        .setAuthorizationCheck(asked))))
                .isEqualTo("CONSUMER_SESSION_AUTHORIZATION_ERROR");
        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken("WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY")
                        .setAuthorizationCheck(asked))))
                .as("in the sandbox")
                .isEqualTo("CONSUMER_SESSION_AUTHORIZATION_ERROR");

        assertThat(listed(login)).isEqualTo(login.getSession());
    }

    static List<AuthorizationCheck> authorizationChecks() {
        return List.of(
                AuthorizationCheck.getDefaultInstance(),
                AuthorizationCheck.newBuilder()
                        .setResourceId("bank-account")
                        .setAction("withdraw")
                        .build());
    }

    @Test
    void sessionThatIsProlongedVeryOftenStaysAsItIs() {
        var token = calls.login(60).getSessionToken();
        for (var check = 0; check < 60; check++) {
            calls.service.clock.advance(Duration.ofSeconds(1));
            calls.check(AuthenticateSessionRequest.newBuilder()
                    .setSessionToken(token)
                    .setSessionDurationMinutes(60));
        }

        assertThat(instant(calls.byToken(token).getSession().getExpiresAt()))
                .isEqualTo(calls.service.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void lastAccessIsWrittenOnceAMinute() throws SQLException {
        var login = calls.login(60);
        var start = calls.service.clock.instant();

        calls.service.clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
        calls.byToken(login.getSessionToken());
        // Those behind have the first one stored, if it is to be.
        allIsStored();
        assertThat(instant(listed(login).getLastAccessedAt())).isEqualTo(start);

        calls.service.clock.advance(Duration.ofNanos(1_000));
        calls.byToken(login.getSessionToken());
        allIsStored();
        assertThat(instant(listed(login).getLastAccessedAt())).isEqualTo(start.plus(Duration.ofMinutes(1)));
    }

    /// Access times are stored behind the checks, those that wait together: once a later one is there, so are all.
    private void allIsStored() throws SQLException {
        for (var turn = 0; turn < 2; turn++) {
            var later = calls.login(60);
            var before = instant(listed(later).getLastAccessedAt());
            execute("update session set last_accessed_at = last_accessed_at - interval '1 hour' where session_id = '%s'"
                    .formatted(later.getSession().getSessionId()));
            calls.byToken(later.getSessionToken());
            Eventually.gives(
                    () -> listed(later),
                    session -> instant(session.getLastAccessedAt()).equals(before));
        }
    }

    @Test
    void lastAccessIsWrittenOnceHoweverManyLookAtTheSameTime() throws Exception {
        var login = calls.login(60);
        var token = login.getSessionToken();
        execute("""
                create table written (at timestamptz);
                create function count_it() returns trigger language plpgsql as
                $$ begin
                  if new.session_id = '%s' then insert into written values (new.last_accessed_at); end if;
                  return new;
                end $$;
                create trigger counted after update on session for each row execute function count_it()""".formatted(login.getSession().getSessionId()));
        calls.service.clock.advance(Duration.ofMinutes(1));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var checks = IntStream.range(0, 32)
                    .mapToObj(number -> threads.submit(() -> calls.byToken(token)))
                    .toList();
            for (var check : checks) {
                check.get(20, TimeUnit.SECONDS);
            }
        }

        allIsStored();
        assertThat(StoredEvents.rowsIn("written", calls.service.jdbcUrl)).isEqualTo(1);
    }

    @Test
    void sessionOutlivesThePhoneThatItBeganWith() throws SQLException {
        var login = calls.login(60);
        execute("delete from phone");

        var checked = calls.byToken(login.getSessionToken());

        assertThat(checked.getSession().getSessionId())
                .isEqualTo(login.getSession().getSessionId());
        assertThat(checked.getSession().getAuthenticationFactorsList()).isEmpty();
        assertThat(checked.getUser().getPhoneNumbersList()).isEmpty();
        assertThat(calls.sessionsOf(login.getUserId())).hasSize(1);
        calls.revoke(RevokeSessionRequest.newBuilder().setSessionToken(login.getSessionToken()));
        assertThat(calls.sessionsOf(login.getUserId())).isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(calls.service.jdbcUrl)) {
            connection.createStatement().execute(sql);
        }
    }

    private Session listed(AuthenticateResponse login) {
        return calls.sessionsOf(login.getUserId()).stream()
                .filter(session ->
                        session.getSessionId().equals(login.getSession().getSessionId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sweepRecordsTheExpiryAndRemovesTheRow() {
        var login = calls.login(5);
        calls.service.clock.advance(Duration.ofMinutes(5));

        var ended = Eventually.gives(
                () -> StoredEvents.of(login.getSession().getSessionId(), calls.service.jdbcUrl),
                events -> events.size() == 2);

        assertThat(ended).containsExactly("session.SessionStarted", "session.SessionExpired");
        assertThat(StoredEvents.rowsIn("session", calls.service.jdbcUrl)).isZero();
    }

    @Test
    void anotherProjectFindsNothing() {
        var login = calls.login(60);
        var other = calls.service.sessionsAs(calls.service.service.projects().create("other", Environment.TEST));

        assertThat(reasonOf(() -> other.authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> other.authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionJwt(login.getSessionJwt())
                        .build())))
                .isEqualTo("JWT_INVALID_AUDIENCE");
        assertThat(reasonOf(() -> other.revokeSession(RevokeSessionRequest.newBuilder()
                        .setSessionId(login.getSession().getSessionId())
                        .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> other.listSessions(ListSessionsRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build())))
                .isEqualTo("USER_NOT_FOUND");
        calls.byToken(login.getSessionToken());
    }

    @Test
    void exactlyOneOfTokenAndJwtIsNeeded() {
        var login = calls.login(60);

        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder())))
                .isEqualTo("NO_SESSION_ARGUMENTS");
        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .setSessionJwt(login.getSessionJwt()))))
                .isEqualTo("TOO_MANY_SESSION_ARGUMENTS");
    }

    @Test
    void tokensThatAreUnknownOrMalformedAreRefused() {
        assertThat(reasonOf(() -> calls.byToken(UNKNOWN_TOKEN))).isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> calls.byToken("short"))).isEqualTo("INVALID_SESSION_TOKEN");
    }

    @Test
    void durationsOutsideOfTheLimitsAreRefused() {
        var token = calls.login(60).getSessionToken();

        for (var minutes : List.of(0, 4, 527_041)) {
            assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .setSessionDurationMinutes(minutes))))
                    .isEqualTo("INVALID_SESSION_DURATION_MINUTES");
        }
    }
}
