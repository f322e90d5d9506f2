package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.reasonOf;
import static dev.countersign.rpc.DoorSteps.LOGIN;
import static dev.countersign.rpc.DoorSteps.PROJECT;
import static dev.countersign.rpc.DoorSteps.SECRET;
import static dev.countersign.rpc.DoorSteps.SECRET_ID;
import static dev.countersign.rpc.DoorSteps.basic;
import static dev.countersign.rpc.DoorSteps.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.project.SecretRole;
import dev.countersign.v1.ListMessagesRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class ProjectCredentialsTest {
    private static final String RIGHT = basic(PROJECT.value() + ":" + SECRET);

    private final DoorSteps door = new DoorSteps();

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void theRightSecretLetsInAndTellsWhoCalls() {
        var seen = new AtomicReference<Caller>();
        door.passcodes.says(() -> seen.set(Caller.current()));

        door.caller()
                .withInterceptors(sending("x-request-id", "call-0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e"))
                .loginOrCreateBySms(LOGIN);

        assertThat(seen.get())
                .isEqualTo(new Caller(
                        PROJECT, SECRET_ID, SecretRole.APPLICATION, "call-0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e"));
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        assertThat(letsIn(RIGHT.replace("Basic", "bASIC"))).isTrue();
        assertThat(letsIn(RIGHT.replace("Basic ", "basic   "))).isTrue();
    }

    @Test
    void paddingMayBeLeftOut() {
        for (var secret : new String[] {SECRET, SECRET + "1", SECRET + "12"}) {
            var padded = basic(PROJECT.value() + ":" + secret);
            var bare = padded.replace("=", "");

            assertThat(letsIn(bare)).isEqualTo(letsIn(padded)).isEqualTo(secret.equals(SECRET));
        }
    }

    @Test
    void withoutCredentialsThereIsNoEntry() {
        var failure = failureOf(() -> door.anybody().loginOrCreateBySms(LOGIN));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(Answers.info(failure).getReason()).isEqualTo("INVALID_AUTHORIZATION_HEADER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !!!!", "Basic QQ===", "Bearer abc", "Basic QUJD", "Basic a b"})
    void whatIsNoBasicHeaderIsRefused(String header) {
        assertThat(reasonOf(() -> shows(header))).isEqualTo("INVALID_AUTHORIZATION_HEADER");
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        var latin1 = (PROJECT.value() + ":pässword").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reasonOf(() -> shows("Basic " + Base64.getEncoder().encodeToString(latin1))))
                .isEqualTo("INVALID_AUTHORIZATION_HEADER");
    }

    @Test
    void twoHeadersAreRefusedEvenIfOneIsRight() {
        assertThat(reasonOf(() -> door.caller()
                        .withInterceptors(sending("authorization", RIGHT))
                        .loginOrCreateBySms(LOGIN)))
                .isEqualTo("INVALID_AUTHORIZATION_HEADER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "project",
                "project-prod-11111111-1111-4111-8111-111111111111",
                "project-test-1111",
                "PROJECT-TEST-11111111-1111-4111-8111-111111111111"
            })
    void aMalformedProjectIdIsToldSo(String project) {
        var failure = failureOf(() -> shows(basic(project + ":" + SECRET)));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Answers.info(failure).getReason()).isEqualTo("INVALID_PROJECT_ID_AUTHENTICATION");
    }

    @Test
    void anUnknownProjectAndAWrongSecretGetTheSameAnswer() {
        var unknown = failureOf(() -> shows(basic("project-live-22222222-2222-4222-8222-222222222222:" + SECRET)));
        var wrong = failureOf(() -> shows(basic(PROJECT.value() + ":" + SECRET.toUpperCase(Locale.ROOT))));
        var empty = failureOf(() -> shows(basic(PROJECT.value() + ":")));

        assertThat(wrong.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(Answers.info(wrong).getReason()).isEqualTo("UNAUTHORIZED_CREDENTIALS");
        assertThat(unknown.getStatus().toString()).isEqualTo(wrong.getStatus().toString());
        assertThat(Answers.info(unknown)).isEqualTo(Answers.info(wrong)).isEqualTo(Answers.info(empty));
    }

    @Test
    void aPublicMethodNeedsNoneAndMindsNone() {
        var request =
                ListMessagesRequest.newBuilder().setPhoneNumber("+12025550162").build();

        assertThat(door.handset().listMessages(request).getMessagesList()).isEmpty();
        assertThat(door.handset()
                        .withInterceptors(sending("authorization", "nonsense"))
                        .listMessages(request)
                        .getMessagesList())
                .isEmpty();
    }

    @Test
    void nobodyIsTheCallerOutsideACall() {
        assertThatThrownBy(Caller::current).isInstanceOf(IllegalStateException.class);
    }

    private boolean letsIn(String header) {
        try {
            shows(header);
            return true;
        } catch (StatusRuntimeException refused) {
            return false;
        }
    }

    private void shows(String header) {
        door.anybody().withInterceptors(sending("authorization", header)).loginOrCreateBySms(LOGIN);
    }
}
