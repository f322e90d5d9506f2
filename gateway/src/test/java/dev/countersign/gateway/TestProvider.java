package dev.countersign.gateway;

import com.google.gson.JsonObject;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/// An identity provider (OpenID Connect): discovery, keys, and a token for a code that came with the right
/// client, redirect and PKCE verifier. What its ID tokens say can be bent.
final class TestProvider implements AutoCloseable {
    static final String CLIENT = "the-console";
    static final String CLIENT_SECRET = "secret of the client";

    /// Changes an ID token before it is signed.
    interface Bend {
        JWTClaimsSet.Builder claims(JWTClaimsSet.Builder claims);
    }

    private final Server server = new Server(0);
    private final RSAKey key = key();
    private final Map<String, Fields> asked = new ConcurrentHashMap<>();
    private volatile Bend bend = claims -> claims;
    private volatile RSAKey signer = key;

    TestProvider() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                var body = answer(request, response);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, body, callback);
                return true;
            }
        });
        server.start();
    }

    String issuer() {
        return "http://localhost:" + ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    }

    void bends(Bend next) {
        bend = next;
    }

    /// Signs with a key that its key set does not hold.
    void signsWithAnotherKey() {
        signer = key();
    }

    /// What a person who signs in at this address comes back with.
    String code(URI location) {
        var query = new Fields();
        UrlEncoded.decodeUtf8To(location.getRawQuery(), query);
        var code = "code-" + asked.size();
        asked.put(code, query);
        return code;
    }

    private String answer(Request request, Response response) throws Exception {
        return switch (Request.getPathInContext(request)) {
            case "/.well-known/openid-configuration" -> """
                    {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                     "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                     "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer());
            case "/keys" -> new JWKSet(key.toPublicJWK()).toString();
            case "/token" -> token(request, response);
            default -> {
                response.setStatus(404);
                yield "{}";
            }
        };
    }

    private String token(Request request, Response response) throws Exception {
        var given = Request.getParameters(request);
        var query = asked.remove(Objects.requireNonNullElse(given.getValue("code"), ""));
        var client =
                Base64.getEncoder().encodeToString((CLIENT + ":secret+of+the+client").getBytes(StandardCharsets.UTF_8));
        if (query == null
                || !("Basic " + client).equals(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                || !query.getValue("client_id").equals(CLIENT)
                || !query.getValue("redirect_uri").equals(given.getValue("redirect_uri"))
                || !query.getValue("code_challenge").equals(challenge(given.getValue("code_verifier")))) {
            response.setStatus(400);
            return "{\"error\": \"invalid_grant\"}";
        }
        var json = new JsonObject();
        json.addProperty("access_token", "unused");
        json.addProperty("token_type", "Bearer");
        json.addProperty("id_token", idToken(query.getValue("nonce")));
        return json.toString();
    }

    private String idToken(String nonce) throws JOSEException {
        var now = Instant.now();
        var claims = bend.claims(new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject("person-1")
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .claim("nonce", nonce)
                        .claim("email", "ada@example.com")
                        .claim("groups", java.util.List.of("staff", "security")))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new RSASSASigner(signer));
        return jwt.serialize();
    }

    private static String challenge(String verifier) throws NoSuchAlgorithmException {
        var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
