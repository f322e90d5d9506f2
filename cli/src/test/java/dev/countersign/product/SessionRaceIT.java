package dev.countersign.product;

import static dev.countersign.product.Attempt.answers;
import static dev.countersign.product.Attempt.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.Attempt.Refused;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Sixty-four callers who do things to one session at once, half of them at each of two services that share nothing but
/// the database.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SessionRaceIT {
    private static final int CALLERS = 64;
    private static final int TIMES = 4;
    private static final int SESSIONS = 20;
    private static final Refused<Object> DEAD = new Refused<>(Status.Code.NOT_FOUND, "SESSION_NOT_FOUND");

    private EmbeddedPostgres postgres;
    private Database database;
    private Nodes nodes;

    @BeforeAll
    void start() {
        postgres = EmbeddedPostgres.temporary();
        database = new Database(postgres.jdbcUrl("postgres"));
        nodes = Nodes.start(2, database.url());
    }

    @AfterAll
    void stop() {
        nodes.close();
        postgres.close();
    }

    @Test
    void revocationAtOneNodeIsHonouredAtOnceByTheOther() {
        for (var session = 0; session < SESSIONS; session++) {
            var here = nodes.of(session);
            var there = nodes.of(session + 1);
            var login = nodes.session();
            there.checkToken(login.getSessionToken());
            there.checkJwt(login.getSessionJwt());

            here.revoke(login.getSessionToken());

            assertDead(there, login);
        }
    }

    @RepeatedTest(TIMES)
    void revocationsAtTheSameTimeEndTheSessionOnce() {
        var login = nodes.session();

        var attempts =
                Crowd.of(CALLERS, caller -> Attempt.of(() -> nodes.of(caller).revoke(login.getSessionToken())));

        assertThat(answers(attempts)).isNotEmpty();
        assertThat(refusals(attempts)).allMatch(DEAD::equals);
        assertThat(eventsOf(login, "session.SessionRevoked")).isEqualTo(1);
        assertDead(nodes.of(0), login);
        assertDead(nodes.of(1), login);
    }

    @RepeatedTest(TIMES)
    void prolongationsAtTheSameTimeAreAllKept() {
        var login = nodes.session();

        var attempts = Crowd.of(
                CALLERS,
                caller -> Attempt.of(() -> nodes.of(caller)
                        .check(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(login.getSessionToken())
                                .setSessionDurationMinutes(60 + caller)
                                .setSessionCustomClaims(claim(caller)))));

        assertThat(refusals(attempts)).isEmpty();
        assertThat(eventsOf(login, "session.SessionExtended")).isEqualTo(CALLERS);
        assertThat(eventsOf(login, "session.ClaimsChanged")).isEqualTo(CALLERS);
        var session = nodes.of(1).checkToken(login.getSessionToken()).getSession();
        assertThat(session.getCustomClaims().getFieldsMap()).hasSize(CALLERS);
    }

    @RepeatedTest(TIMES)
    void revocationAmidProlongationsIsTheEnd() {
        var login = nodes.session();
        var token = login.getSessionToken();

        var attempts = Crowd.of(
                CALLERS,
                caller -> caller == CALLERS / 2
                        ? Attempt.of(() -> nodes.of(caller).revoke(token).toString())
                        : Attempt.of(() -> nodes.of(caller)
                                .check(AuthenticateSessionRequest.newBuilder()
                                        .setSessionToken(token)
                                        .setSessionDurationMinutes(60 + caller))
                                .getSessionToken()));

        assertThat(refusals(attempts)).allMatch(DEAD::equals);
        assertThat(eventsOf(login, "session.SessionRevoked")).isEqualTo(1);
        assertThat(eventsOf(login, "session.SessionExtended"))
                .isEqualTo(answers(attempts).size() - 1);
        assertThat(database.number(
                        "select count(*) from session where session_id = ?",
                        login.getSession().getSessionId()))
                .isZero();
        assertDead(nodes.of(0), login);
        assertDead(nodes.of(1), login);
    }

    private static Struct claim(int caller) {
        return Struct.newBuilder()
                .putFields(
                        "claim " + caller, Value.newBuilder().setBoolValue(true).build())
                .build();
    }

    private static void assertDead(GrpcClient node, AuthenticateResponse login) {
        assertThat(Attempt.of(() -> node.checkToken(login.getSessionToken()))).isEqualTo(DEAD);
        assertThat(Attempt.of(() -> node.checkJwt(login.getSessionJwt()))).isEqualTo(DEAD);
    }

    private int eventsOf(AuthenticateResponse login, String type) {
        return database.number(
                "select count(*) from event where aggregate_id = ? and payload_type = ?",
                login.getSession().getSessionId(),
                type);
    }
}
