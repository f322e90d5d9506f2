package dev.countersign;

import static dev.countersign.SessionCalls.claims;
import static dev.countersign.SessionCalls.reasonOf;
import static dev.countersign.SessionCalls.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.jwt.SessionJwts;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.UpdateUserRequest;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// JWTs, and the keys that they are checked with.
class SessionJwtTest {

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
    void jwtIsGoodForThoseWhoHaveTheKeySet() throws ParseException, JOSEException {
        var login = calls.login(request -> request.setSessionDurationMinutes(60)
                .setSessionCustomClaims(claims(
                        Map.of("level", Value.newBuilder().setNumberValue(7).build()))));
        var project = calls.service.secret.project().value();

        var jwt = SignedJWT.parse(login.getSessionJwt());

        assertThat(jwt.verify(new RSASSAVerifier(calls.published(jwt.getHeader().getKeyID()))))
                .isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("JWT");
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        var claims = jwt.getPayload().toJSONObject();
        var now = calls.service.clock.instant().getEpochSecond();
        assertThat(claims)
                .containsEntry("iss", "stytch.com/" + project)
                .containsEntry("aud", List.of(project))
                .containsEntry("sub", login.getUserId())
                .containsEntry("iat", now)
                .containsEntry("nbf", now)
                .containsEntry("exp", now + 300)
                .containsEntry("level", 7L);
        assertThat(claims.get("https://stytch.com/session"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("id", login.getSession().getSessionId())
                .containsEntry("roles", List.of())
                .containsEntry("attributes", Map.of("ip_address", "", "user_agent", ""))
                .containsKeys("started_at", "last_accessed_at", "expires_at", "authentication_factors");
    }

    /// As they are at that moment: a JWT that was handed out before keeps what it says.
    @Test
    void sessionAndJwtTellTheRolesOfTheirUser() throws ParseException {
        var users = calls.service.users();
        var made = users.createUser(CreateUserRequest.newBuilder()
                .setPhoneNumber(SessionCalls.NUMBER)
                .addAllRoles(List.of("admin", "billing:read"))
                .build());

        var login = calls.login(60);
        assertThat(login.getUserId()).isEqualTo(made.getUserId());
        assertThat(login.getSession().getRolesList()).containsExactly("admin", "billing:read");
        assertThat(rolesIn(login.getSessionJwt())).isEqualTo(List.of("admin", "billing:read"));
        assertThat(calls.sessionsOf(made.getUserId()).getFirst().getRolesList())
                .containsExactly("admin", "billing:read");

        users.updateUser(UpdateUserRequest.newBuilder()
                .setUserId(made.getUserId())
                .addRoles("editor")
                .build());
        var checked = calls.byToken(login.getSessionToken());
        assertThat(checked.getSession().getRolesList()).containsExactly("editor");
        assertThat(rolesIn(checked.getSessionJwt())).isEqualTo(List.of("editor"));
        assertThat(calls.byJwt(login.getSessionJwt()).getSession().getRolesList())
                .containsExactly("editor");

        users.updateUser(UpdateUserRequest.newBuilder()
                .setUserId(made.getUserId())
                .setClearRoles(true)
                .build());
        assertThat(rolesIn(calls.byToken(login.getSessionToken()).getSessionJwt()))
                .isEqualTo(List.of());
    }

    private static @Nullable Object rolesIn(String jwt) throws ParseException {
        var claims = SignedJWT.parse(jwt).getPayload().toJSONObject();
        return ((Map<?, ?>) Objects.requireNonNull(claims.get("https://stytch.com/session"))).get("roles");
    }

    @Test
    void keySetNeedsNoCredentialsAndIsEmptyForAnUnknownProject() {
        assertThat(calls.keysOf(calls.service.secret.project().value()))
                .hasSize(1)
                .allSatisfy(key -> {
                    assertThat(key.getKty()).isEqualTo("RSA");
                    assertThat(key.getKid()).startsWith("jwk-test-");
                    assertThat(Base64URL.from(key.getN()).decode()).hasSize(256);
                });
        assertThat(calls.keysOf("project-test-" + UUID.randomUUID())).isEmpty();
        assertThat(reasonOf(() -> calls.keysOf("garbage"))).isEqualTo("INVALID_PROJECT_ID_AUTHENTICATION");
    }

    @Test
    void jwtNeverOutlivesTheTimeOfItsSession() throws ParseException {
        var login = calls.login(5);
        var end = calls.service.clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond();
        assertThat(endOf(login.getSessionJwt())).isEqualTo(end);

        calls.service.clock.advance(Duration.ofMinutes(3));
        assertThat(endOf(calls.byToken(login.getSessionToken()).getSessionJwt()))
                .isEqualTo(end);

        // The shortest end that can be set is no nearer than that of any JWT before.
        var longer = calls.login(60);
        var shortened = calls.check(AuthenticateSessionRequest.newBuilder()
                .setSessionToken(longer.getSessionToken())
                .setSessionDurationMinutes(5));
        assertThat(endOf(longer.getSessionJwt()))
                .isLessThanOrEqualTo(shortened.getSession().getExpiresAt().getSeconds());
    }

    @Test
    void jwtIsLeftOutForThoseWhoDoNotWantIt() {
        var login = calls.login(60);

        var checked = calls.check(AuthenticateSessionRequest.newBuilder()
                .setSessionToken(login.getSessionToken())
                .setOmitSessionJwt(true));

        assertThat(checked.getSessionJwt()).isEmpty();
        assertThat(checked.getSession()).isEqualTo(login.getSession());
        assertThat(checked.getSessionToken()).isEqualTo(login.getSessionToken());
    }

    @Test
    void jwtIsAnewOneWithEveryMinuteAndEveryChange() throws ParseException {
        var token = calls.login(60).getSessionToken();
        var first = calls.byToken(token).getSessionJwt();
        var end = endOf(first);

        calls.service.clock.advance(SessionJwts.SHOWN_AGAIN.minusNanos(1));
        assertThat(calls.byToken(token).getSessionJwt()).isEqualTo(first);

        calls.service.clock.advance(Duration.ofNanos(1));
        var second = calls.byToken(token).getSessionJwt();
        assertThat(endOf(second)).isEqualTo(end + 60);

        var changed = calls.check(AuthenticateSessionRequest.newBuilder()
                .setSessionToken(token)
                .setSessionCustomClaims(claims(Map.of("plan", text("gold")))));
        assertThat(changed.getSessionJwt()).isNotIn(first, second);
        assertThat(calls.byToken(token).getSessionJwt()).isEqualTo(changed.getSessionJwt());
    }

    @Test
    void jwtIsAnewOneForAProlongedSession() throws ParseException {
        var token = calls.login(5).getSessionToken();
        calls.service.clock.advance(Duration.ofSeconds(10));

        var prolonged = calls.check(
                AuthenticateSessionRequest.newBuilder().setSessionToken(token).setSessionDurationMinutes(60));

        assertThat(endOf(prolonged.getSessionJwt()))
                .isEqualTo(calls.service.clock.instant().getEpochSecond() + 300);
    }

    /// Characters that JSON writes as six, as many as there may be.
    @Test
    void jwtOfTheLargestSessionIsReadAgain() {
        var login = calls.login(request -> request.setSessionDurationMinutes(60)
                .setAttributes(Attributes.newBuilder().setUserAgent("\u2028".repeat(1_024)))
                .setSessionCustomClaims(claims(Map.of("much", text("\u2028".repeat(1_360))))));

        assertThat(calls.byJwt(login.getSessionJwt()).getSession()).isEqualTo(login.getSession());
    }

    private static long endOf(String jwt) throws ParseException {
        return SignedJWT.parse(jwt)
                .getJWTClaimsSet()
                .getExpirationTime()
                .toInstant()
                .getEpochSecond();
    }

    @Test
    void jwtsThatAreNotOursAreRefused() {
        var jwt = calls.login(60).getSessionJwt();
        var unsigned = jwt.substring(0, jwt.lastIndexOf('.') + 1);

        for (var broken : List.of("garbage", "a.b.c", unsigned, unsigned + "AAAA", "x".repeat(32_769))) {
            assertThat(reasonOf(() -> calls.byJwt(broken))).isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
        }
    }
}
