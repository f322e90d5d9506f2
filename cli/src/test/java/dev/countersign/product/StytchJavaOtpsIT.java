package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.stytch.java.common.ErrorResponse;
import com.stytch.java.common.OptionalClientConfig;
import com.stytch.java.common.StytchException;
import com.stytch.java.common.StytchResult;
import com.stytch.java.consumer.StytchClient;
import com.stytch.java.consumer.models.attribute.Attributes;
import com.stytch.java.consumer.models.magiclinks.Options;
import com.stytch.java.consumer.models.otp.AuthenticateRequest;
import com.stytch.java.consumer.models.otp.AuthenticateResponse;
import com.stytch.java.consumer.models.otpsms.SendRequest;
import com.stytch.java.consumer.models.otpwhatsapp.LoginOrCreateRequest;
import com.stytch.java.consumer.models.otpwhatsapp.LoginOrCreateRequestLocale;
import com.stytch.java.consumer.models.sessions.AuthenticationFactorDeliveryMethod;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What Stytch's client for Java can ask of passcodes besides a plain login. It knows the languages without
/// hyphens, and fails on a factor of a kind that it does not know.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StytchJavaOtpsIT {
    private static final int HOUR = 60;
    private static final Attributes HOME = new Attributes("192.0.2.1", "Firefox");

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
    void numberLogsInByWhatsappInEveryLanguage() {
        var number = PhoneNumbers.fresh();
        var messages = 0;
        for (var locale : LoginOrCreateRequestLocale.values()) {
            var phone = byWhatsapp(number, locale);
            var session = Objects.requireNonNull(
                    authenticate(phone, number, ++messages, null).getSession());

            assertThat(session.getAuthenticationFactors().getFirst().getDeliveryMethod())
                    .isEqualTo(AuthenticationFactorDeliveryMethod.WHATSAPP);
        }
    }

    @Test
    void deviceThatIsDemandedIsCompared() {
        var number = PhoneNumbers.fresh();
        var phone = byWhatsapp(number, LoginOrCreateRequestLocale.EN);
        var code = dev.client().codeOf(number, 1);
        var demand = new Options(true, true);

        var elsewhere = new AuthenticateRequest(phone, code, new Attributes("192.0.2.2", "Firefox"), demand);
        var refused = refusal(stytch.getOtps().authenticateCompletable(elsewhere));
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refused.getErrorType()).isEqualTo("attribute_mismatch");
        value(stytch.getOtps().authenticateCompletable(new AuthenticateRequest(phone, code, HOME, demand)));
    }

    @Test
    void numberIsAttachedToAUser() {
        var user = value(stytch.getOtps()
                        .getSms()
                        .loginOrCreateCompletable(
                                new com.stytch.java.consumer.models.otpsms.LoginOrCreateRequest(PhoneNumbers.fresh())))
                .getUserId();
        var number = PhoneNumbers.fresh();

        var sent = value(stytch.getOtps().getSms().sendCompletable(new SendRequest(number, null, null, null, user)));

        assertThat(sent.getUserId()).isEqualTo(user);
        assertThat(authenticate(sent.getPhoneId(), number, 1, null).getUser().getPhoneNumbers())
                .hasSize(2);
    }

    @Test
    void sandboxAnswersWholly() {
        var token = "WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY";
        var checked = value(stytch.getSessions()
                .authenticateCompletable(new com.stytch.java.consumer.models.sessions.AuthenticateRequest(token)));

        assertThat(checked.getSession().getAuthenticationFactors().getFirst().getDeliveryMethod())
                .isEqualTo(AuthenticationFactorDeliveryMethod.EMAIL);
        var phone = byWhatsapp("+10000000000", LoginOrCreateRequestLocale.EN);
        var proven = value(stytch.getOtps()
                .authenticateCompletable(new AuthenticateRequest(phone, "000000", null, null, null, HOUR)));
        assertThat(proven.getSessionToken()).isEqualTo(token);
    }

    private String byWhatsapp(String number, LoginOrCreateRequestLocale locale) {
        return value(stytch.getOtps()
                        .getWhatsapp()
                        .loginOrCreateCompletable(new LoginOrCreateRequest(number, 10, HOME, false, locale)))
                .getPhoneId();
    }

    private AuthenticateResponse authenticate(String phone, String number, int messages, @Nullable Attributes device) {
        var code = dev.client().codeOf(number, messages);
        return value(stytch.getOtps()
                .authenticateCompletable(new AuthenticateRequest(phone, code, device, null, null, HOUR)));
    }

    private static <T> T value(CompletableFuture<StytchResult<T>> call) {
        return switch (call.join()) {
            case StytchResult.Success<T> success -> success.getValue();
            case StytchResult<T> other -> throw new AssertionError(other.toString());
        };
    }

    private static <T> ErrorResponse refusal(CompletableFuture<StytchResult<T>> call) {
        Object result = call.join();
        if (result instanceof StytchResult.Error error
                && error.getException() instanceof StytchException.Response response) {
            return response.getReason();
        }
        throw new AssertionError(result.toString());
    }
}
