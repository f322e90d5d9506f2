package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.passcode.MessageLocale;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.MatchOptions;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What a request may say about a code besides the number: its way, its language, the device.
class PasscodeOptionsTest {

    private static final String NUMBER = "+12025550162";
    private static final Attributes HOME = device("192.0.2.1", "Firefox");
    private static EmbeddedPostgres postgres;
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
        service = TestService.onFreshDatabase(postgres);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void codeEnteredOnAnotherDeviceIsRefusedAndStaysUsable() {
        var phone = loginFrom(HOME);
        var code = service.codeOf(NUMBER, 1);

        var refusal = refused(() -> authenticate(phone, code, device("192.0.2.2", "Firefox"), true, false));
        assertThat(ErrorInfos.of(refusal).getReason()).isEqualTo("ATTRIBUTE_MISMATCH");
        assertThat(ErrorInfos.of(refusal).getMetadataMap()).containsEntry("attempts_left", "4");
        assertThat(reasonOf(() -> authenticate(phone, code, device("192.0.2.1", "Chrome"), false, true)))
                .isEqualTo("ATTRIBUTE_MISMATCH");
        assertThat(reasonOf(() -> authenticate(phone, code, Attributes.getDefaultInstance(), true, true)))
                .isEqualTo("ATTRIBUTE_MISMATCH");

        authenticate(phone, code, HOME, true, true);
    }

    @Test
    void deviceThatWasNotToldAtTheStartMatchesNone() {
        var phone = loginFrom(Attributes.getDefaultInstance());
        var code = service.codeOf(NUMBER, 1);

        assertThat(reasonOf(() -> authenticate(phone, code, HOME, true, false))).isEqualTo("ATTRIBUTE_MISMATCH");
        authenticate(phone, code, HOME, false, false);
    }

    @Test
    void tenAttemptsFromOtherDevicesLockThePhone() {
        var elsewhere = device("192.0.2.2", "Firefox");
        for (var message = 1; message <= 2; message++) {
            var phone = loginFrom(HOME);
            var code = service.codeOf(NUMBER, message);
            for (var attempt = 0; attempt < 5; attempt++) {
                assertThat(reasonOf(() -> authenticate(phone, code, elsewhere, true, false)))
                        .isEqualTo("ATTRIBUTE_MISMATCH");
            }
            var after = message == 1 ? "UNABLE_TO_AUTH_OTP_CODE" : "USER_LOCK_LIMIT_REACHED";
            assertThat(reasonOf(() -> authenticate(phone, code, HOME, true, true)))
                    .isEqualTo(after);
        }
    }

    @Test
    void optionsNeedBothMembers() {
        var half = MatchOptions.newBuilder().setIpMatchRequired(true).build();
        var refusal = refused(() -> service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId("phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d1")
                        .setCode("123456")
                        .setOptions(half)
                        .build()));

        assertThat(ErrorInfos.of(refusal).getReason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(ErrorInfos.of(refusal).getMetadataMap()).containsEntry("field", "options.user_agent_match_required");
    }

    @Test
    void messageIsWrittenInTheLanguageThatWasAskedFor() {
        var messages = 0;
        for (var locale : MessageLocale.values()) {
            for (var tag : new String[] {locale.tag(), locale.tag().replace("-", "")}) {
                service.passcodes()
                        .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                                .setPhoneNumber(NUMBER)
                                .setLocale(tag)
                                .build());
                service.codeOf(NUMBER, ++messages);
            }
        }

        var texts = service.messagesTo(NUMBER).reversed();
        assertThat(texts.get(0).getBody()).startsWith("Your code is");
        assertThat(texts.get(4).getBody()).startsWith("Sua senha");
        assertThat(texts.get(10).getBody()).startsWith("Ihr Code");
        for (var i = 0; i < messages; i += 2) {
            assertThat(withoutDigits(texts.get(i).getBody()))
                    .isEqualTo(withoutDigits(texts.get(i + 1).getBody()));
        }
    }

    @Test
    void unknownLanguageIsRefused() {
        for (var tag : new String[] {"xx", "de", "en-GB", "a".repeat(17)}) {
            assertThat(reasonOf(() -> service.passcodes()
                            .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                                    .setPhoneNumber(NUMBER)
                                    .setLocale(tag)
                                    .build())))
                    .isEqualTo("INVALID_LOCALE");
        }
    }

    @Test
    void whatsappIsAnotherWayToTheSamePhone() {
        var made = service.passcodes()
                .loginOrCreateByWhatsapp(LoginOrCreateByWhatsappRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .setLocale("ptbr")
                        .build());
        assertThat(made.getUserCreated()).isTrue();
        var code = service.codeOf(NUMBER, 1);
        var message = service.messagesTo(NUMBER).getFirst();
        assertThat(message.getChannel()).isEqualTo("whatsapp");
        assertThat(message.getBody()).startsWith("Sua senha").doesNotContain("@");

        var session = authenticate(made.getPhoneId(), code).getSession();
        assertThat(session.getAuthenticationFactors(0).getDeliveryMethod()).isEqualTo("whatsapp");

        var sent = service.passcodes()
                .sendBySms(SendBySmsRequest.newBuilder().setPhoneNumber(NUMBER).build());
        assertThat(sent.getPhoneId()).isEqualTo(made.getPhoneId());
        var bySms = authenticate(made.getPhoneId(), service.codeOf(NUMBER, 2)).getSession();
        assertThat(bySms.getAuthenticationFactors(0).getDeliveryMethod()).isEqualTo("sms");
    }

    @Test
    void sessionTellsHowThePhoneWasProvenTheLastTime() {
        var login = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        var first = authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));
        service.clock.advance(Duration.ofMinutes(1));
        service.passcodes()
                .sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        var second = service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(login.getPhoneId())
                        .setCode(service.codeOf(NUMBER, 2))
                        .setSessionToken(first.getSessionToken())
                        .build());

        assertThat(second.getSession().getAuthenticationFactorsList())
                .singleElement()
                .satisfies(factor -> {
                    assertThat(factor.getDeliveryMethod()).isEqualTo("whatsapp");
                    assertThat(factor.getCreatedAt().getSeconds())
                            .isLessThan(factor.getLastAuthenticatedAt().getSeconds());
                });
    }

    @Test
    void codesOfBothWaysReplaceEachOther() {
        var phone = loginFrom(HOME);
        var older = service.codeOf(NUMBER, 1);
        service.passcodes()
                .sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        var newer = service.codeOf(NUMBER, 2);

        if (!older.equals(newer)) {
            assertThat(reasonOf(() -> authenticate(phone, older))).isEqualTo("OTP_CODE_NOT_FOUND");
        }
        authenticate(phone, newer);
    }

    @Test
    void whatsappSendMakesNoUser() {
        assertThat(reasonOf(() -> service.passcodes()
                        .sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                                .setPhoneNumber(NUMBER)
                                .build())))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    private String loginFrom(Attributes device) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .setAttributes(device)
                        .build())
                .getPhoneId();
    }

    private void authenticate(String phone, String code, Attributes device, boolean ip, boolean userAgent) {
        service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setAttributes(device)
                        .setOptions(
                                MatchOptions.newBuilder().setIpMatchRequired(ip).setUserAgentMatchRequired(userAgent))
                        .build());
    }

    private dev.countersign.v1.AuthenticateResponse authenticate(String phone, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private static Attributes device(String address, String userAgent) {
        return Attributes.newBuilder()
                .setIpAddress(address)
                .setUserAgent(userAgent)
                .build();
    }

    private static String withoutDigits(String text) {
        return text.replaceAll("[0-9]", "0");
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(refused(call)).getReason();
    }

    private static StatusRuntimeException refused(Executable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::execute);
    }
}
