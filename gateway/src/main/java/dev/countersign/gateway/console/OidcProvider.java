package dev.countersign.gateway.console;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.countersign.gateway.ConsoleConfig;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An identity provider, spoken to by the Nimbus SDK: discovery, PKCE, and an ID token whose signature, issuer,
/// audience, nonce and times are checked.
final class OidcProvider {
    private static final String EMAIL = "email";
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    private final ConsoleConfig.Oidc config;
    private final ClientID client;
    private final URI back;
    private volatile @Nullable Known known;

    /// What a browser is sent away with, and what the answer has to fit to.
    record Question(URI location, State state, Nonce nonce, CodeVerifier verifier) {}

    /// Who came back.
    ///
    /// @param pseudonym the same each time that this person comes, and no name: the first half of the SHA-256 of
    ///     issuer, a line feed, and subject, in hex
    record Person(String name, String pseudonym, boolean mayComeIn) {}

    /// Words for the log, without anything that the person or the provider said.
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String words, Throwable cause) {
            super(words + ": " + cause.getClass().getSimpleName(), null, false, false);
        }

        Failure(String words) {
            super(words, null, false, false);
        }
    }

    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    OidcProvider(ConsoleConfig.Oidc config, String back) {
        this.config = config;
        this.client = new ClientID(config.clientId());
        this.back = URI.create(back);
    }

    Question question() throws Failure {
        var state = new State();
        var nonce = new Nonce();
        var verifier = new CodeVerifier();
        var request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope(config.scopes().toArray(String[]::new)), client, back)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();
        return new Question(request.toURI(), state, nonce, verifier);
    }

    /// Throws [Failure] if the provider does not vouch for anybody.
    Person person(Question question, String code, String state) throws Failure {
        if (!question.state().equals(new State(state.isEmpty() ? "-" : state)) || code.isEmpty()) {
            throw new Failure("The answer of the identity provider is to another question");
        }
        try {
            var claims = known().validator().validate(token(question, code).getIDToken(), question.nonce());
            return new Person(name(claims), pseudonym(claims), mayComeIn(claims));
        } catch (BadJOSEException | com.nimbusds.jose.JOSEException e) {
            throw new Failure("The ID token does not hold", e);
        }
    }

    private com.nimbusds.openid.connect.sdk.token.OIDCTokens token(Question question, String code) throws Failure {
        var request = new TokenRequest.Builder(
                        known().metadata().getTokenEndpointURI(),
                        new ClientSecretBasic(client, new Secret(config.clientSecret())),
                        new AuthorizationCodeGrant(new AuthorizationCode(code), back, question.verifier()))
                .build()
                .toHTTPRequest();
        request.setConnectTimeout(CONNECT_MILLIS);
        request.setReadTimeout(READ_MILLIS);
        request.setFollowRedirects(false);
        try {
            if (OIDCTokenResponseParser.parse(request.send()) instanceof OIDCTokenResponse tokens) {
                return tokens.getOIDCTokens();
            }
            throw new Failure("The identity provider did not take the code");
        } catch (IOException | ParseException e) {
            throw new Failure("The identity provider gave no token", e);
        }
    }

    /// Asked for once it is needed, so that a provider that is away does not keep the gateway from starting.
    private Known known() throws Failure {
        var already = known;
        if (already != null) {
            return already;
        }
        try {
            var metadata = OIDCProviderMetadata.resolve(new Issuer(config.issuer()), CONNECT_MILLIS, READ_MILLIS);
            var fresh = new Known(metadata, validator(metadata));
            known = fresh;
            return fresh;
        } catch (GeneralException | IOException e) {
            throw new Failure("The identity provider cannot be asked for its addresses", e);
        }
    }

    private IDTokenValidator validator(OIDCProviderMetadata metadata) throws MalformedURLException {
        var algorithms = new HashSet<>(ALGORITHMS);
        if (metadata.getIDTokenJWSAlgs() != null) {
            algorithms.retainAll(metadata.getIDTokenJWSAlgs());
        }
        var keys = JWKSourceBuilder.<SecurityContext>create(
                        metadata.getJWKSetURI().toURL(),
                        new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, LONGEST_ANSWER))
                .build();
        return new IDTokenValidator(
                metadata.getIssuer(), client, new JWSVerificationKeySelector<>(algorithms, keys), null);
    }

    private static String name(IDTokenClaimsSet claims) {
        for (var claim : List.of("preferred_username", EMAIL, "name", "sub")) {
            if (claims.getClaim(claim) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    private static String pseudonym(IDTokenClaimsSet claims) {
        var person = claims.getIssuer().getValue() + '\n' + claims.getSubject().getValue();
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, hash.length / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An address of e-mail says who somebody is once the provider has seen that it is theirs.
    private boolean mayComeIn(IDTokenClaimsSet claims) {
        return isWanted(claims.getClaim(config.claim()))
                && (!config.claim().equals(EMAIL) || Boolean.TRUE.equals(claims.getClaim("email_verified")));
    }

    private boolean isWanted(@Nullable Object claim) {
        return switch (claim) {
            case String text -> text.equals(config.claimValue());
            case List<?> list -> list.contains(config.claimValue());
            case null, default -> false;
        };
    }
}
