package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ErrorReasonTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"},
            mode = Mode.EXCLUDE)
    void everyReasonIsToldAsTheProtoSays(ErrorReason reason) throws Exception {
        rig.service().fails(Refusals.of(reason));

        var told = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
        var type = reason.name().replace("ERROR_REASON_", "").toLowerCase(Locale.ROOT);
        var json = StytchError.check(login(), told.getHttpStatus(), type);
        assertThat(json.get("error_message").getAsString()).isEqualTo(told.getMessage());
        assertThat(json.has("error_details")).isFalse();
    }

    @Test
    void metadataOfTheReasonBecomesErrorDetails() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND, Map.of("attempts_left", "4")));

        var response = login();

        StytchError.check(response, 404, "otp_code_not_found");
        assertThat(response.body()).endsWith("otp_code_not_found\",\"error_details\":{\"attempts_left\":\"4\"}}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.001s, 1", "1s, 1", "1.2s, 2", "2s, 2", "3599.999s, 3600", "3600s, 3600"})
    void retryInfoBecomesRetryAfterInWholeSecondsRoundedUp(String delay, String seconds) throws Exception {
        var parsed = Durations.parse(delay.endsWith("s") ? delay : delay + "s");
        rig.service().fails(Refusals.retry(ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS, parsed));

        var response = login();

        StytchError.check(response, 429, "too_many_requests");
        assertThat(response.headers().firstValue("Retry-After")).hasValue(seconds);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_REASON_INVALID_AUTHORIZATION_HEADER", "ERROR_REASON_UNAUTHORIZED_CREDENTIALS"})
    void whoIsNotKnownIsAskedForCredentials(ErrorReason reason) throws Exception {
        rig.service().fails(Refusals.of(reason));

        assertThat(login().headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"countersign\"");
    }

    @Test
    void whoIsKnownButHasAUsedCodeIsNot() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_UNABLE_TO_AUTH_OTP_CODE));

        var response = login();

        StytchError.check(response, 401, "unable_to_auth_otp_code");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    private static HttpResponse<String> login() throws Exception {
        return rig.post(Rig.LOGIN, "{\"phone_number\": \"+12025550162\"}");
    }
}
