package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.GetJwksRequest;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.Session;
import io.grpc.StatusRuntimeException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sessions as their callers see them: a real server, a real database, a real stub.
class SessionServiceTest {

    private static final String NUMBER = "+12025550162";
    private static final String OTHER_NUMBER = "+12025550163";
    private static final String UNKNOWN_TOKEN = "A".repeat(44);
    private static EmbeddedPostgres postgres;
    private TestService service;

    /// How many messages have gone to [#NUMBER].
    private int messages;

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
    void loginWithADurationStartsASession() {
        var now = service.clock.instant();
        var login = login(request -> request.setSessionDurationMinutes(60)
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
        var login = login(request -> request.setSessionCustomClaims(claims(Map.of("plan", text("gold")))));

        assertThat(login.hasSession()).isFalse();
        assertThat(login.getSessionToken()).isEmpty();
        assertThat(login.getSessionJwt()).isEmpty();
    }

    @Test
    void tokenAndJwtShowTheSameSessionAndTheSameToken() {
        var login = login(60);

        var byToken = byToken(login.getSessionToken());
        var byJwt = byJwt(login.getSessionJwt());

        assertThat(byToken.getSession()).isEqualTo(login.getSession());
        assertThat(byToken.getSessionToken()).isEqualTo(login.getSessionToken());
        assertThat(byToken.getUser()).isEqualTo(login.getUser());
        assertThat(byJwt.getSession()).isEqualTo(login.getSession());
        assertThat(byJwt.getSessionToken()).isEqualTo(login.getSessionToken());
    }

    @Test
    void jwtIsGoodForThoseWhoHaveTheKeySet() throws ParseException, JOSEException {
        var login = login(request -> request.setSessionDurationMinutes(60)
                .setSessionCustomClaims(claims(
                        Map.of("level", Value.newBuilder().setNumberValue(7).build()))));
        var project = service.secret.project().value();

        var jwt = SignedJWT.parse(login.getSessionJwt());

        assertThat(jwt.verify(new RSASSAVerifier(published(jwt.getHeader().getKeyID()))))
                .isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("JWT");
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        var claims = jwt.getPayload().toJSONObject();
        var now = service.clock.instant().getEpochSecond();
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

    @Test
    void keySetNeedsNoCredentialsAndIsEmptyForAnUnknownProject() {
        assertThat(keysOf(service.secret.project().value())).hasSize(1).allSatisfy(key -> {
            assertThat(key.getKty()).isEqualTo("RSA");
            assertThat(key.getKid()).startsWith("jwk-test-");
            assertThat(Base64URL.from(key.getN()).decode()).hasSize(256);
        });
        assertThat(keysOf("project-test-" + UUID.randomUUID())).isEmpty();
        assertThat(reasonOf(() -> keysOf("garbage"))).isEqualTo("INVALID_PROJECT_ID_AUTHENTICATION");
    }

    @Test
    void jwtPastItsEndIsAsGoodAsItsSession() {
        var login = login(60);

        service.clock.advance(Duration.ofMinutes(59));
        assertThat(byJwt(login.getSessionJwt()).getSession().getSessionId())
                .isEqualTo(login.getSession().getSessionId());

        service.clock.advance(Duration.ofMinutes(1));
        assertThat(reasonOf(() -> byJwt(login.getSessionJwt()))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void sessionIsDeadAtTheInstantOfItsExpiry() {
        var token = login(60).getSessionToken();

        service.clock.advance(Duration.ofHours(1).minusNanos(1_000));
        byToken(token);

        service.clock.advance(Duration.ofNanos(1_000));
        assertThat(reasonOf(() -> byToken(token))).isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> revoke(RevokeSessionRequest.newBuilder().setSessionToken(token))))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void checkWithADurationSetsTheEndAndOneWithoutLeavesIt() {
        var token = login(60).getSessionToken();
        service.clock.advance(Duration.ofMinutes(30));

        var prolonged = check(
                AuthenticateSessionRequest.newBuilder().setSessionToken(token).setSessionDurationMinutes(60));

        var end = service.clock.instant().plus(Duration.ofHours(1));
        assertThat(instant(prolonged.getSession().getExpiresAt())).isEqualTo(end);
        service.clock.advance(Duration.ofMinutes(59));
        var checked = byToken(token);
        assertThat(instant(checked.getSession().getExpiresAt())).isEqualTo(end);
        assertThat(instant(checked.getSession().getLastAccessedAt())).isEqualTo(service.clock.instant());
    }

    @Test
    void sessionThatIsProlongedVeryOftenStaysAsItIs() {
        var token = login(60).getSessionToken();
        for (var check = 0; check < 60; check++) {
            service.clock.advance(Duration.ofSeconds(1));
            check(AuthenticateSessionRequest.newBuilder().setSessionToken(token).setSessionDurationMinutes(60));
        }

        assertThat(instant(byToken(token).getSession().getExpiresAt()))
                .isEqualTo(service.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void claimsMergeAndNullRemoves() {
        var login = login(request -> request.setSessionDurationMinutes(60)
                .setSessionCustomClaims(claims(Map.of("plan", text("gold"), "seat", text("1A")))));
        var change = claims(Map.of(
                "seat",
                Value.newBuilder()
                        .setNullValue(com.google.protobuf.NullValue.NULL_VALUE)
                        .build(),
                "iss",
                text("me")));

        var changed = check(AuthenticateSessionRequest.newBuilder()
                .setSessionToken(login.getSessionToken())
                .setSessionCustomClaims(change));

        assertThat(changed.getSession().getCustomClaims()).isEqualTo(claims(Map.of("plan", text("gold"))));
        assertThat(byToken(login.getSessionToken()).getSession().getCustomClaims())
                .isEqualTo(claims(Map.of("plan", text("gold"))));
    }

    @Test
    void changesOfClaimsAtTheSameTimeAreAllKept() throws Exception {
        var token = login(60).getSessionToken();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changes = IntStream.range(0, 8)
                    .mapToObj(number -> threads.submit(() -> check(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .setSessionCustomClaims(claims(Map.of("claim " + number, text("set")))))))
                    .toList();
            for (var change : changes) {
                change.get(20, TimeUnit.SECONDS);
            }
        }

        assertThat(byToken(token).getSession().getCustomClaims().getFieldsMap()).hasSize(8);
    }

    @Test
    void checkThatMeetsARevocationDoesNotBringTheSessionBack() throws Exception {
        var token = login(60).getSessionToken();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var check = threads.submit(() -> check(AuthenticateSessionRequest.newBuilder()
                    .setSessionToken(token)
                    .setSessionDurationMinutes(60)));
            revoke(RevokeSessionRequest.newBuilder().setSessionToken(token));
            try {
                check.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException lost) {
                assertThat(lost).hasRootCauseInstanceOf(StatusRuntimeException.class);
            }
        }

        assertThat(reasonOf(() -> byToken(token))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void claimsThatAreTooLargeOrNotTheCallersAreRefused() {
        var token = login(60).getSessionToken();

        assertThat(reasonOf(() -> check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setSessionCustomClaims(claims(Map.of("much", text("x".repeat(4_096))))))))
                .isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(reasonOf(() -> check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setSessionCustomClaims(claims(Map.of("https://stytch.com/session", text("x")))))))
                .isEqualTo("STYTCH_CLAIMS_IN_CUSTOM_CLAIMS");
    }

    @Test
    void exactlyOneOfTokenAndJwtIsNeeded() {
        var login = login(60);

        assertThat(reasonOf(() -> check(AuthenticateSessionRequest.newBuilder())))
                .isEqualTo("NO_SESSION_ARGUMENTS");
        assertThat(reasonOf(() -> check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .setSessionJwt(login.getSessionJwt()))))
                .isEqualTo("TOO_MANY_SESSION_ARGUMENTS");
    }

    @Test
    void tokensThatAreUnknownOrMalformedAreRefused() {
        assertThat(reasonOf(() -> byToken(UNKNOWN_TOKEN))).isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> byToken("short"))).isEqualTo("INVALID_SESSION_TOKEN");
    }

    @Test
    void jwtsThatAreNotOursAreRefused() {
        var jwt = login(60).getSessionJwt();
        var unsigned = jwt.substring(0, jwt.lastIndexOf('.') + 1);

        for (var broken : List.of("garbage", "a.b.c", unsigned, unsigned + "AAAA", "x".repeat(16_385))) {
            assertThat(reasonOf(() -> byJwt(broken))).isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
        }
    }

    @Test
    void durationsOutsideOfTheLimitsAreRefused() {
        var token = login(60).getSessionToken();

        for (var minutes : List.of(0, 4, 527_041)) {
            assertThat(reasonOf(() -> check(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .setSessionDurationMinutes(minutes))))
                    .isEqualTo("INVALID_SESSION_DURATION_MINUTES");
        }
    }

    @Test
    void anotherProjectFindsNothing() {
        var login = login(60);
        var other = service.sessionsAs(service.service.projects().create("other", Environment.TEST));

        assertThat(reasonOf(() -> other.authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> other.authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionJwt(login.getSessionJwt())
                        .build())))
                .isEqualTo("JWT_INVALID_AUDIENCE");
        assertThat(reasonOf(() -> other.revokeSession(RevokeSessionRequest.newBuilder()
                        .setSessionId(login.getSession().getSessionId())
                        .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> other.listSessions(ListSessionsRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build())))
                .isEqualTo("USER_NOT_FOUND");
        byToken(login.getSessionToken());
    }

    @Test
    void revokedSessionIsDeadHoweverItWasNamed() {
        for (var naming : List.<Naming>of(
                (request, login) -> request.setSessionId(login.getSession().getSessionId()),
                (request, login) -> request.setSessionToken(login.getSessionToken()),
                (request, login) -> request.setSessionJwt(login.getSessionJwt()))) {
            var login = login(60);
            var request = RevokeSessionRequest.newBuilder();
            naming.name(request, login);

            revoke(request);

            assertThat(reasonOf(() -> byToken(login.getSessionToken()))).isEqualTo("SESSION_NOT_FOUND");
            assertThat(reasonOf(() -> byJwt(login.getSessionJwt()))).isEqualTo("SESSION_NOT_FOUND");
            assertThat(reasonOf(() -> revoke(request))).isEqualTo("SESSION_NOT_FOUND");
        }
    }

    @Test
    void revocationHasToNameExactlyOneSession() {
        assertThat(reasonOf(() -> revoke(RevokeSessionRequest.newBuilder()))).isEqualTo("NO_SESSION_REVOKE_ARGUMENTS");
        assertThat(reasonOf(() -> revoke(RevokeSessionRequest.newBuilder()
                        .setSessionId("session-test-" + UUID.randomUUID())
                        .setSessionToken(UNKNOWN_TOKEN))))
                .isEqualTo("TOO_MANY_SESSION_REVOKE_ARGUMENTS");
        assertThat(reasonOf(() -> revoke(RevokeSessionRequest.newBuilder().setSessionId("garbage"))))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void listHoldsTheLiveSessionsOfAUserOldestFirst() {
        var first = login(60);
        service.clock.advance(Duration.ofSeconds(1));
        var second = login(5);
        var third = login(60);
        revoke(RevokeSessionRequest.newBuilder().setSessionToken(third.getSessionToken()));

        assertThat(sessionsOf(first.getUserId())).containsExactly(first.getSession(), second.getSession());

        service.clock.advance(Duration.ofMinutes(5));
        assertThat(sessionsOf(first.getUserId())).containsExactly(first.getSession());
        assertThat(reasonOf(() -> sessionsOf("user-test-" + UUID.randomUUID()))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> sessionsOf("not an id"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> sessionsOf("user-test-garbage"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> sessionsOf("nobody.is-called_so"))).isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void userWithoutASessionHasAnEmptyList() {
        assertThat(sessionsOf(login(request -> {}).getUserId())).isEmpty();
    }

    @Test
    void loginWithASessionProvesItOnceMoreAndLeavesItsEnd() {
        var first = login(60);
        service.clock.advance(Duration.ofMinutes(10));

        var second = login(request -> request.setSessionToken(first.getSessionToken()));

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
                    assertThat(instant(factor.getLastAuthenticatedAt())).isEqualTo(service.clock.instant());
                });
        var third =
                login(request -> request.setSessionJwt(first.getSessionJwt()).setSessionDurationMinutes(120));
        assertThat(instant(third.getSession().getExpiresAt()))
                .isEqualTo(service.clock.instant().plus(Duration.ofHours(2)));
        assertThat(byToken(first.getSessionToken()).getSession()).isEqualTo(third.getSession());
    }

    @Test
    void sessionOfAnotherUserIsNotFoundAndTheCodeStaysGood() {
        var stranger = login(60);
        var phone = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(OTHER_NUMBER)
                        .build());
        var request = AuthenticateRequest.newBuilder()
                .setMethodId(phone.getPhoneId())
                .setCode(service.codeOf(OTHER_NUMBER, 1));

        assertThat(reasonOf(() -> service.passcodes()
                        .authenticate(request.clone()
                                .setSessionToken(stranger.getSessionToken())
                                .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(service.passcodes().authenticate(request.build()).getUserId())
                .isEqualTo(phone.getUserId());
    }

    @Test
    void sweepRecordsTheExpiryAndRemovesTheRow() {
        var login = login(5);
        service.clock.advance(Duration.ofMinutes(5));

        var ended = Eventually.gives(
                () -> StoredEvents.of(login.getSession().getSessionId(), service.jdbcUrl),
                events -> events.size() == 2);

        assertThat(ended).containsExactly("session.SessionStarted", "session.SessionExpired");
        assertThat(StoredEvents.rowsIn("session", service.jdbcUrl)).isZero();
    }

    private interface Naming {
        void name(RevokeSessionRequest.Builder request, AuthenticateResponse login);
    }

    private interface Wish {
        void add(AuthenticateRequest.Builder request);
    }

    private AuthenticateResponse login(int minutes) {
        return login(request -> request.setSessionDurationMinutes(minutes));
    }

    private AuthenticateResponse login(Wish wish) {
        var started = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        messages++;
        var request = AuthenticateRequest.newBuilder()
                .setMethodId(started.getPhoneId())
                .setCode(service.codeOf(NUMBER, messages));
        wish.add(request);
        return service.passcodes().authenticate(request.build());
    }

    private AuthenticateSessionResponse byToken(String token) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionToken(token));
    }

    private AuthenticateSessionResponse byJwt(String jwt) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionJwt(jwt));
    }

    private AuthenticateSessionResponse check(AuthenticateSessionRequest.Builder request) {
        return service.sessions().authenticateSession(request.build());
    }

    private void revoke(RevokeSessionRequest.Builder request) {
        service.sessions().revokeSession(request.build());
    }

    private List<Session> sessionsOf(String user) {
        return service.sessions()
                .listSessions(ListSessionsRequest.newBuilder().setUserId(user).build())
                .getSessionsList();
    }

    private List<dev.countersign.v1.JsonWebKey> keysOf(String project) {
        return service.anonymousSessions()
                .getJwks(GetJwksRequest.newBuilder().setProjectId(project).build())
                .getKeysList();
    }

    private RSAKey published(String kid) {
        var key = keysOf(service.secret.project().value()).stream()
                .filter(one -> one.getKid().equals(kid))
                .findFirst()
                .orElseThrow();
        return new RSAKey.Builder(Base64URL.from(key.getN()), Base64URL.from(key.getE())).build();
    }

    private static Struct claims(Map<String, Value> claims) {
        return Struct.newBuilder().putAllFields(claims).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    private static String reasonOf(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
        throw new AssertionError("The call was not refused.");
    }
}
