package dev.countersign;

import static dev.countersign.SessionCalls.claims;
import static dev.countersign.SessionCalls.reasonOf;
import static dev.countersign.SessionCalls.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateSessionRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What callers keep with a session.
class SessionClaimsTest {

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
    void claimsMergeAndNullRemoves() {
        var login = calls.login(request -> request.setSessionDurationMinutes(60)
                .setSessionCustomClaims(claims(Map.of("plan", text("gold"), "seat", text("1A")))));
        var change = claims(Map.of(
                "seat",
                Value.newBuilder()
                        .setNullValue(com.google.protobuf.NullValue.NULL_VALUE)
                        .build(),
                "iss",
                text("me")));

        var changed = calls.check(AuthenticateSessionRequest.newBuilder()
                .setSessionToken(login.getSessionToken())
                .setSessionCustomClaims(change));

        assertThat(changed.getSession().getCustomClaims()).isEqualTo(claims(Map.of("plan", text("gold"))));
        assertThat(calls.byToken(login.getSessionToken()).getSession().getCustomClaims())
                .isEqualTo(claims(Map.of("plan", text("gold"))));
    }

    @Test
    void changesOfClaimsAtTheSameTimeAreAllKept() throws Exception {
        var token = calls.login(60).getSessionToken();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changes = IntStream.range(0, 8)
                    .mapToObj(number -> threads.submit(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .setSessionCustomClaims(claims(Map.of("claim " + number, text("set")))))))
                    .toList();
            for (var change : changes) {
                change.get(20, TimeUnit.SECONDS);
            }
        }

        assertThat(calls.byToken(token).getSession().getCustomClaims().getFieldsMap())
                .hasSize(8);
    }

    @Test
    void numbersThatJsonDoesNotHaveAreRefused() {
        var token = calls.login(60).getSessionToken();

        for (var number : List.of(Double.NaN, Double.NEGATIVE_INFINITY)) {
            var value = Value.newBuilder().setNumberValue(number).build();
            assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .setSessionCustomClaims(claims(Map.of("level", value))))))
                    .isEqualTo("INVALID_ARGUMENT");
        }
    }

    @Test
    void claimsThatAreTooLargeOrNotTheCallersAreRefused() {
        var token = calls.login(60).getSessionToken();

        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setSessionCustomClaims(claims(Map.of("much", text("x".repeat(4_096))))))))
                .isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(reasonOf(() -> calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setSessionCustomClaims(claims(Map.of("https://stytch.com/session", text("x")))))))
                .isEqualTo("STYTCH_CLAIMS_IN_CUSTOM_CLAIMS");
    }
}
