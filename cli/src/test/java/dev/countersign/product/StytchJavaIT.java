package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.stytch.java.common.ErrorResponse;
import com.stytch.java.common.OptionalClientConfig;
import com.stytch.java.common.StytchException;
import com.stytch.java.common.StytchResult;
import com.stytch.java.consumer.StytchClient;
import com.stytch.java.consumer.models.otp.AuthenticateResponse;
import com.stytch.java.consumer.models.otpsms.LoginOrCreateRequest;
import com.stytch.java.consumer.models.otpsms.LoginOrCreateResponse;
import com.stytch.java.consumer.models.sessions.AuthenticateRequest;
import com.stytch.java.consumer.models.sessions.GetRequest;
import com.stytch.java.consumer.models.sessions.RevokeRequest;
import com.stytch.java.consumer.models.sessions.Session;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Stytch's client for Java, with nothing changed but its address. It drops a whole answer in which one member is
/// missing, null or unknown to it.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StytchJavaIT {
    private static final int HOUR = 60;

    /// How many messages each number has been sent.
    private final Map<String, Integer> sent = new HashMap<>();

    private Dev dev;
    private StytchClient stytch;

    @BeforeAll
    void start(@TempDir Path folder) {
        dev = Dev.start(folder);
        stytch = new StytchClient(
                dev.credentials().project(),
                dev.credentials().secret(),
                new OptionalClientConfig(dev.client().address().toString()));
    }

    @AfterAll
    void stop() {
        stytch.close();
        dev.close();
    }

    @Test
    void numberLogsIn() {
        var number = PhoneNumbers.fresh();
        var login = login(number);
        assertThat(login.getUserCreated()).isTrue();

        var proven = authenticate(number, login.getPhoneId(), null);

        assertThat(proven.getUserId()).isEqualTo(login.getUserId());
        assertThat(proven.getUser().getPhoneNumbers().getFirst().getVerified()).isTrue();
        assertThat(proven.getSessionToken()).isEmpty();
        assertThat(proven.getSessionJWT()).isEmpty();
        assertThat(proven.getResetSessions()).isFalse();
    }

    @Test
    void wrongCodeIsTheErrorThatItKnows() {
        var number = PhoneNumbers.fresh();
        var phone = login(number).getPhoneId();
        var wrong = codeOf(number).equals("000000") ? "000001" : "000000";

        var refused = refusal(stytch.getOtps()
                .authenticateCompletable(new com.stytch.java.consumer.models.otp.AuthenticateRequest(phone, wrong)));

        assertThat(refused.getStatusCode()).isEqualTo(404);
        assertThat(refused.getErrorType()).isEqualTo("otp_code_not_found");
        assertThat(refused.getErrorUrl()).isNotBlank();
    }

    @Test
    void sessionLivesUntilItIsRevoked() {
        var number = PhoneNumbers.fresh();
        var login = login(number);
        var session = Objects.requireNonNull(
                authenticate(number, login.getPhoneId(), HOUR).getSession());
        var token = authenticate(number, login(number).getPhoneId(), HOUR).getSessionToken();

        assertThat(value(stytch.getSessions().getCompletable(new GetRequest(login.getUserId())))
                        .getSessions())
                .hasSize(2)
                .extracting(Session::getSessionId)
                .contains(session.getSessionId());
        var checked = value(stytch.getSessions().authenticateCompletable(new AuthenticateRequest(token)));
        assertThat(checked.getSession().getUserId()).isEqualTo(login.getUserId());
        assertThat(checked.getSessionToken()).isEqualTo(token);
        assertThat(value(stytch.getSessions().authenticateJwtLocalCompletable(checked.getSessionJWT(), null, 0))
                        .getSessionId())
                .isEqualTo(checked.getSession().getSessionId());

        value(stytch.getSessions().revokeCompletable(new RevokeRequest(null, token)));
        var dead = refusal(stytch.getSessions().authenticateCompletable(new AuthenticateRequest(token)));
        assertThat(dead.getStatusCode()).isEqualTo(404);
        assertThat(dead.getErrorType()).isEqualTo("session_not_found");
    }

    @Test
    void claimsComeBack() {
        var number = PhoneNumbers.fresh();
        var token = authenticate(number, login(number).getPhoneId(), HOUR).getSessionToken();

        var checked = value(stytch.getSessions()
                .authenticateCompletable(new AuthenticateRequest(token, null, null, Map.of("tier", "gold"))));

        assertThat(checked.getSession().getCustomClaims()).isEqualTo(Map.of("tier", "gold"));
    }

    private LoginOrCreateResponse login(String number) {
        sent.merge(number, 1, Integer::sum);
        return value(stytch.getOtps().getSms().loginOrCreateCompletable(new LoginOrCreateRequest(number, 10)));
    }

    private AuthenticateResponse authenticate(String number, String phoneId, @Nullable Integer minutes) {
        return value(stytch.getOtps()
                .authenticateCompletable(new com.stytch.java.consumer.models.otp.AuthenticateRequest(
                        phoneId, codeOf(number), null, null, null, minutes)));
    }

    private String codeOf(String number) {
        return dev.client().codeOf(number, sent.getOrDefault(number, 1));
    }

    private static <T> T value(CompletableFuture<StytchResult<T>> call) {
        return switch (call.join()) {
            case StytchResult.Success<T> success -> success.getValue();
            case StytchResult<T> other -> throw new AssertionError(other.toString());
        };
    }

    private static <T> ErrorResponse refusal(CompletableFuture<StytchResult<T>> call) {
        Object result = call.join();
        return result instanceof StytchResult.Error error
                        && error.getException() instanceof StytchException.Response response
                ? response.getReason()
                : unexpected(result);
    }

    private static ErrorResponse unexpected(Object result) {
        throw new AssertionError(result.toString());
    }
}
