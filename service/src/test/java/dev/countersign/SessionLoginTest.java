package dev.countersign;

import static dev.countersign.SessionCalls.NUMBER;
import static dev.countersign.SessionCalls.claims;
import static dev.countersign.SessionCalls.instant;
import static dev.countersign.SessionCalls.reasonOf;
import static dev.countersign.SessionCalls.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How logins start sessions and carry them on.
class SessionLoginTest {

    private static final String OTHER_NUMBER = "+12025550163";
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
    void loginWithADurationStartsASession() {
        var now = calls.service.clock.instant();
        var login = calls.login(request -> request.setSessionDurationMinutes(60)
                .setAttributes(
                        Attributes.newBuilder().setIpAddress("203.0.113.7").setUserAgent("Browser/1"))
                .setSessionCustomClaims(claims(Map.of("plan", text("gold")))));

        var session = login.getSession();
        assertThat(login.getSessionToken()).matches("[A-Za-z0-9_-]{44}");
        assertThat(session.getSessionId()).startsWith("session-test-");
        assertThat(session.getUserId()).isEqualTo(login.getUserId());
        assertThat(instant(session.getStartedAt())).isEqualTo(now);
        assertThat(instant(session.getExpiresAt())).isEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(session.getAttributes().getIpAddress()).isEqualTo("203.0.113.7");
        assertThat(session.getAttributes().getUserAgent()).isEqualTo("Browser/1");
        assertThat(session.getCustomClaims()).isEqualTo(claims(Map.of("plan", text("gold"))));
        var factor = session.getAuthenticationFactors(0);
        assertThat(factor.getType()).isEqualTo("otp");
        assertThat(factor.getDeliveryMethod()).isEqualTo("sms");
        assertThat(factor.getPhoneNumberFactor().getPhoneId()).isEqualTo(login.getMethodId());
        assertThat(factor.getPhoneNumberFactor().getPhoneNumber()).isEqualTo(NUMBER);
    }

    @Test
    void loginWithoutADurationStartsNone() {
        var login = calls.login(request -> request.setSessionCustomClaims(claims(Map.of("plan", text("gold")))));

        assertThat(login.hasSession()).isFalse();
        assertThat(login.getSessionToken()).isEmpty();
        assertThat(login.getSessionJwt()).isEmpty();
    }

    @Test
    void loginWithASessionProvesItOnceMoreAndLeavesItsEnd() {
        var first = calls.login(60);
        calls.service.clock.advance(Duration.ofMinutes(10));

        var second = calls.login(request -> request.setSessionToken(first.getSessionToken()));

        assertThat(second.getSessionToken()).isEqualTo(first.getSessionToken());
        assertThat(second.getSession().getSessionId())
                .isEqualTo(first.getSession().getSessionId());
        assertThat(second.getSession().getExpiresAt())
                .isEqualTo(first.getSession().getExpiresAt());
        assertThat(second.getSession().getAuthenticationFactorsList())
                .singleElement()
                .satisfies(factor -> {
                    assertThat(factor.getCreatedAt())
                            .isEqualTo(first.getSession().getStartedAt());
                    assertThat(instant(factor.getLastAuthenticatedAt())).isEqualTo(calls.service.clock.instant());
                });
        var third = calls.login(
                request -> request.setSessionJwt(first.getSessionJwt()).setSessionDurationMinutes(120));
        assertThat(instant(third.getSession().getExpiresAt()))
                .isEqualTo(calls.service.clock.instant().plus(Duration.ofHours(2)));
        assertThat(calls.byToken(first.getSessionToken()).getSession()).isEqualTo(third.getSession());
    }

    @Test
    void sessionOfAnotherUserIsNotFoundAndTheCodeStaysGood() {
        var stranger = calls.login(60);
        var phone = calls.service
                .passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(OTHER_NUMBER)
                        .build());
        var request = AuthenticateRequest.newBuilder()
                .setMethodId(phone.getPhoneId())
                .setCode(calls.service.codeOf(OTHER_NUMBER, 1));

        assertThat(reasonOf(() -> calls.service
                        .passcodes()
                        .authenticate(request.clone()
                                .setSessionToken(stranger.getSessionToken())
                                .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(calls.service.passcodes().authenticate(request.build()).getUserId())
                .isEqualTo(phone.getUserId());
    }
}
