package dev.countersign.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.CustomClaims;
import dev.countersign.session.Factor;
import dev.countersign.session.OpenSession;
import dev.countersign.session.OpenSession.Proof;
import dev.countersign.session.OpenSession.Proof.ByMail;
import dev.countersign.session.OpenSession.Proof.ByPhone;
import dev.countersign.session.SessionId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.ErrorReason;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes and reads session JWTs, in Stytch's layout.
public final class SessionJwts {

    /// How long each is good for where it is checked without a call; less only where its session ends before.
    /// A session can be shortened to no less than this, so that no JWT outlives its session but by a revocation.
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /// For so long an unchanged session is shown with the JWT that was signed for it: a fifth of [#LIFETIME], and as
    /// long as `last_accessed_at` may be behind where it is stored.
    public static final Duration SHOWN_AGAIN = Duration.ofMinutes(1);

    /// In bytes: a fifth of the heap.
    private static final long REMEMBERED = Runtime.getRuntime().maxMemory() / 5;

    /// Of a session beside its JWT, in bytes.
    private static final int SESSION = 1_000;

    private final SigningKeys keys;
    private final Cache<SessionId, Minted> minted = Caffeine.newBuilder()
            .expireAfterWrite(SHOWN_AGAIN)
            .maximumWeight(REMEMBERED)
            .weigher((SessionId id, Minted minted) -> minted.jwt().length() + SESSION)
            .build();

    /// @param session as it was
    private record Minted(String keyId, OpenSession session, String jwt, Instant at) {
        boolean isRecent(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(SHOWN_AGAIN));
        }

        /// Whether another JWT would say something else than a later time.
        boolean shows(OpenSession now, SigningKey key) {
            return keyId.equals(key.id()) && session.equals(now.accessedAt(session.lastAccessedAt()));
        }
    }

    public SessionJwts(SigningKeys keys) {
        this.keys = keys;
    }

    /// Makes sure that the project has a key. Minting then does not fail for want of one: after a commit that
    /// would cost the caller its answer.
    public void prepare(ProjectId project) {
        keys.current(project);
    }

    /// The JWT that shows a session. Between two changes it is signed anew no more often than [#SHOWN_AGAIN] has
    /// passed, so that it is good for four fifths of [#LIFETIME] at least, or until its session ends.
    public String mint(OpenSession session, Instant now) {
        var key = keys.current(session.projectId());
        var last = minted.getIfPresent(session.sessionId());
        if (last != null && last.isRecent(now) && last.shows(session, key)) {
            return last.jwt();
        }
        var jwt = sign(session, key, now);
        minted.put(session.sessionId(), new Minted(key.id(), session, jwt, now));
        return jwt;
    }

    private static String sign(OpenSession session, SigningKey key, Instant now) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var jws = new JWSObject(header, new Payload(claims(session, now)));
        key.sign(jws);
        return jws.serialize();
    }

    /// Whose JWT this is. Its end does not matter: whether the session is alive says the database.
    ///
    /// @throws Refusal `UNABLE_TO_PARSE_SESSION_JWT`, `JWT_INVALID_AUDIENCE`, `JWT_INVALID_ISSUER` or
    ///     `JWT_INVALID_CLAIMS`
    public SessionId sessionIn(String jwt, ProjectId project) {
        var jws = parse(jwt);
        var claims = jws.getPayload().toJSONObject();
        if (claims == null) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNABLE_TO_PARSE_SESSION_JWT);
        }
        if (!isFor(project, claims.get("aud"))) {
            throw Refusal.of(ErrorReason.ERROR_REASON_JWT_INVALID_AUDIENCE);
        }
        if (!issuer(project).equals(claims.get("iss"))) {
            throw Refusal.of(ErrorReason.ERROR_REASON_JWT_INVALID_ISSUER);
        }
        if (!isSigned(jws, project)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNABLE_TO_PARSE_SESSION_JWT);
        }
        return sessionIn(claims);
    }

    private static JWSObject parse(String jwt) {
        try {
            return JWSObject.parse(jwt);
        } catch (ParseException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNABLE_TO_PARSE_SESSION_JWT);
        }
    }

    private static boolean isFor(ProjectId project, @Nullable Object audience) {
        return audience instanceof Collection<?> several
                ? several.contains(project.value())
                : project.value().equals(audience);
    }

    private boolean isSigned(JWSObject jws, ProjectId project) {
        var header = jws.getHeader();
        return JWSAlgorithm.RS256.equals(header.getAlgorithm())
                && header.getKeyID() != null
                && keys.find(project, header.getKeyID())
                        .filter(key -> key.hasSigned(jws))
                        .isPresent();
    }

    private static SessionId sessionIn(Map<String, Object> claims) {
        if (claims.get(CustomClaims.SESSION_CLAIM) instanceof Map<?, ?> session
                && session.get("id") instanceof String id) {
            try {
                return SessionId.parse(id);
            } catch (IllegalArgumentException _) {
                // Told below.
            }
        }
        throw Refusal.of(ErrorReason.ERROR_REASON_JWT_INVALID_CLAIMS);
    }

    private static Map<String, Object> claims(OpenSession session, Instant now) {
        var claims = new LinkedHashMap<String, Object>(session.customClaims().asMap());
        claims.put("iss", issuer(session.projectId()));
        claims.put("sub", session.userId().value());
        claims.put("aud", List.of(session.projectId().value()));
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        claims.put("exp", end(session, now).getEpochSecond());
        claims.put(
                CustomClaims.SESSION_CLAIM,
                Map.of(
                        "id", session.sessionId().value(),
                        "started_at", text(session.startedAt()),
                        "last_accessed_at", text(session.lastAccessedAt()),
                        "expires_at", text(session.expiresAt()),
                        "attributes",
                                Map.of(
                                        "ip_address", session.attributes().ipAddress(),
                                        "user_agent", session.attributes().userAgent()),
                        "authentication_factors",
                                session.proofs().stream()
                                        .map(SessionJwts::factor)
                                        .toList(),
                        "roles", session.roles()));
        return claims;
    }

    private static Instant end(OpenSession session, Instant now) {
        var end = now.plus(LIFETIME);
        return end.isBefore(session.expiresAt()) ? end : session.expiresAt();
    }

    private static Map<String, Object> factor(Proof proof) {
        return switch (proof) {
            case ByPhone(var factor, var number) -> byPhone(factor, number);
            case ByMail mail -> byMail(mail);
        };
    }

    private static Map<String, Object> byPhone(Factor factor, PhoneNumber number) {
        return Map.of(
                "type", "otp",
                "delivery_method", factor.channel().text(),
                "last_authenticated_at", text(factor.provenAt()),
                "created_at", text(factor.addedAt()),
                "updated_at", text(factor.provenAt()),
                "phone_number_factor",
                        Map.of(
                                "phone_id", factor.phoneId().value(),
                                "phone_number", number.e164()));
    }

    private static Map<String, Object> byMail(ByMail mail) {
        var provenAt = text(mail.provenAt());
        return Map.of(
                "type",
                "magic_link",
                "delivery_method",
                "email",
                "last_authenticated_at",
                provenAt,
                "created_at",
                provenAt,
                "updated_at",
                provenAt,
                "email_factor",
                Map.of("email_id", mail.emailId(), "email_address", mail.emailAddress()));
    }

    private static String issuer(ProjectId project) {
        return "stytch.com/" + project.value();
    }

    /// In JWTs Stytch tells seconds and nothing finer.
    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
