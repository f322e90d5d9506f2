package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.GetJwksRequest;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// JWTs that others have made, or that we have made of other things.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedJwtTest {

    private static final String SESSION = "https://stytch.com/session";

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final TestService service = TestService.onFreshDatabase(postgres);
    private final String project = service.secret.project().value();
    private final String issuer = "stytch.com/" + project;
    private final Map<String, Object> session = Map.of("id", "session-test-" + UUID.randomUUID());
    private RSAKey ours;

    @BeforeAll
    void findOurKey() throws Exception {
        service.anonymousSessions()
                .getJwks(GetJwksRequest.newBuilder().setProjectId(project).build());
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("select key_id, sealed_key from signing_key")) {
            row.next();
            ours = RSAKey.parse(service.config
                    .keyRing()
                    .signingSeals()
                    .open(row.getBytes("sealed_key"), service.secret.project(), row.getString("key_id")));
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        service.close();
        postgres.close();
    }

    @Test
    void ourOwnSignatureIsBelievedButTheSessionHasToExist() throws JOSEException {
        assertThat(refusal(signed(ours, claims(project, issuer, session)))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void audienceMayBeAString() throws JOSEException {
        var claims = Map.<String, Object>of("aud", project, "iss", issuer, SESSION, session);

        assertThat(refusal(signed(ours, claims))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void anotherKeyUnderOurNameIsNotBelieved() throws JOSEException {
        var theirs = new RSAKeyGenerator(2048).keyID(ours.getKeyID()).generate();

        assertThat(refusal(signed(theirs, claims(project, issuer, session)))).isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
    }

    @Test
    void anotherKeyUnderItsOwnNameIsNotBelieved() throws JOSEException {
        var theirs =
                new RSAKeyGenerator(2048).keyID("jwk-test-" + UUID.randomUUID()).generate();

        assertThat(refusal(signed(theirs, claims(project, issuer, session)))).isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
    }

    /// The old trick: the public key, which everybody has, as the secret of an HMAC.
    @Test
    void publicKeyIsNoSecret() throws JOSEException {
        var secret = ours.toRSAPublicKey().getEncoded();
        var jwt = signed(JWSAlgorithm.HS256, new MACSigner(secret), claims(project, issuer, session));

        assertThat(refusal(jwt)).isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
    }

    @Test
    void wrongAudienceAndWrongIssuerAreTold() throws JOSEException {
        var other = "project-test-" + UUID.randomUUID();

        assertThat(refusal(signed(ours, claims(other, issuer, session)))).isEqualTo("JWT_INVALID_AUDIENCE");
        assertThat(refusal(signed(ours, claims(project, "stytch.com/" + other, session))))
                .isEqualTo("JWT_INVALID_ISSUER");
    }

    @Test
    void jwtWithoutASessionIsRefused() throws JOSEException {
        assertThat(refusal(signed(ours, Map.of("aud", project, "iss", issuer)))).isEqualTo("JWT_INVALID_CLAIMS");
        assertThat(refusal(signed(ours, claims(project, issuer, Map.of("id", "garbage")))))
                .isEqualTo("JWT_INVALID_CLAIMS");
    }

    private static Map<String, Object> claims(String audience, String issuer, Map<String, Object> session) {
        return Map.of("aud", List.of(audience), "iss", issuer, SESSION, session);
    }

    private static String signed(RSAKey key, Map<String, Object> claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), claims);
    }

    private String signed(JWSAlgorithm algorithm, JWSSigner signer, Map<String, Object> claims) throws JOSEException {
        return signed(algorithm, ours.getKeyID(), signer, claims);
    }

    private static String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, Map<String, Object> claims)
            throws JOSEException {
        var jws = new JWSObject(new JWSHeader.Builder(algorithm).keyID(kid).build(), new Payload(claims));
        jws.sign(signer);
        return jws.serialize();
    }

    private String refusal(String jwt) {
        try {
            service.sessions()
                    .authenticateSession(AuthenticateSessionRequest.newBuilder()
                            .setSessionJwt(jwt)
                            .build());
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
        throw new AssertionError("The call was not refused.");
    }
}
