package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.RevokeSessionRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sessions that are revoked, and the list of those that are not.
class SessionEndTest {

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
    void checkThatMeetsARevocationDoesNotBringTheSessionBack() throws Exception {
        var token = calls.login(60).getSessionToken();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var check = threads.submit(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                    .setSessionToken(token)
                    .setSessionDurationMinutes(60)));
            calls.revoke(RevokeSessionRequest.newBuilder().setSessionToken(token));
            try {
                check.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException lost) {
                assertThat(lost).hasRootCauseInstanceOf(StatusRuntimeException.class);
            }
        }

        assertThat(reasonOf(() -> calls.byToken(token))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void revokedSessionIsDeadHoweverItWasNamed() {
        for (var naming : List.<Naming>of(
                (request, login) -> request.setSessionId(login.getSession().getSessionId()),
                (request, login) -> request.setSessionToken(login.getSessionToken()),
                (request, login) -> request.setSessionJwt(login.getSessionJwt()))) {
            var login = calls.login(60);
            var request = RevokeSessionRequest.newBuilder();
            naming.name(request, login);

            calls.revoke(request);

            assertThat(reasonOf(() -> calls.byToken(login.getSessionToken()))).isEqualTo("SESSION_NOT_FOUND");
            assertThat(reasonOf(() -> calls.byJwt(login.getSessionJwt()))).isEqualTo("SESSION_NOT_FOUND");
            assertThat(reasonOf(() -> calls.revoke(request))).isEqualTo("SESSION_NOT_FOUND");
        }
    }

    @Test
    void revocationHasToNameExactlyOneSession() {
        assertThat(reasonOf(() -> calls.revoke(RevokeSessionRequest.newBuilder())))
                .isEqualTo("NO_SESSION_REVOKE_ARGUMENTS");
        assertThat(reasonOf(() -> calls.revoke(RevokeSessionRequest.newBuilder()
                        .setSessionId("session-test-" + UUID.randomUUID())
                        .setSessionToken(UNKNOWN_TOKEN))))
                .isEqualTo("TOO_MANY_SESSION_REVOKE_ARGUMENTS");
        assertThat(reasonOf(() -> calls.revoke(RevokeSessionRequest.newBuilder().setSessionId("garbage"))))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void listHoldsTheLiveSessionsOfAUserOldestFirst() {
        var first = calls.login(60);
        calls.service.clock.advance(Duration.ofSeconds(1));
        var second = calls.login(5);
        var third = calls.login(60);
        calls.revoke(RevokeSessionRequest.newBuilder().setSessionToken(third.getSessionToken()));

        assertThat(calls.sessionsOf(first.getUserId())).containsExactly(first.getSession(), second.getSession());

        calls.service.clock.advance(Duration.ofMinutes(5));
        assertThat(calls.sessionsOf(first.getUserId())).containsExactly(first.getSession());
        assertThat(reasonOf(() -> calls.sessionsOf("user-test-" + UUID.randomUUID())))
                .isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> calls.sessionsOf("not an id"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> calls.sessionsOf("user-test-garbage"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> calls.sessionsOf("nobody.is-called_so"))).isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void userWithoutASessionHasAnEmptyList() {
        assertThat(calls.sessionsOf(calls.login(request -> {}).getUserId())).isEmpty();
    }

    private interface Naming {
        void name(RevokeSessionRequest.Builder request, AuthenticateResponse login);
    }
}
