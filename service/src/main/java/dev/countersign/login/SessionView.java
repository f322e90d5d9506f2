package dev.countersign.login;

import com.google.protobuf.Timestamp;
import dev.countersign.jwt.SessionJwts;
import dev.countersign.privacy.DataKey;
import dev.countersign.project.ProjectId;
import dev.countersign.session.CustomClaims;
import dev.countersign.session.Factor;
import dev.countersign.session.OpenSession;
import dev.countersign.session.OpenSession.Proof;
import dev.countersign.session.OpenSession.Proof.ByMail;
import dev.countersign.session.OpenSession.Proof.ByPhone;
import dev.countersign.session.SessionToken;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticationFactor;
import dev.countersign.v1.EmailFactor;
import dev.countersign.v1.PhoneNumberFactor;
import dev.countersign.v1.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sessions, in the form in which callers see them.
public final class SessionView {

    private final PersonalData personal;
    private final SessionJwts jwts;

    public SessionView(PersonalData personal, SessionJwts jwts) {
        this.personal = personal;
        this.jwts = jwts;
    }

    /// A session with what shows it: the token and a recent JWT.
    ///
    /// @param token the token in the clear, for its owner
    public record Shown(Session session, String token, String jwt) {}

    /// Makes sure that [#shown] will not fail for want of a key.
    public void prepare(ProjectId project) {
        jwts.prepare(project);
    }

    public Shown shown(LiveSession session) {
        return shown(session, "", true);
    }

    /// @param token by which it was found; empty: it was found otherwise
    /// @param isSigned false: without a JWT, since a signature costs more than all the rest
    public Shown shown(LiveSession session, String token, boolean isSigned) {
        var key = personal.keyOf(session.owner());
        var open = open(session, key);
        return new Shown(
                message(open),
                token.isEmpty() ? token(session, key) : token,
                isSigned ? jwts.mint(open, session.lastAccessedAt()) : "");
    }

    private static String token(LiveSession session, DataKey key) {
        return SessionToken.open(key, session.token(), session.sessionId()).revealToOwner();
    }

    public Session of(LiveSession session) {
        return message(open(session, personal.keyOf(session.owner())));
    }

    private OpenSession open(LiveSession session, DataKey key) {
        var state = session.state();
        var id = session.sessionId();
        return new OpenSession(
                id,
                session.owner().userId(),
                session.owner().projectId(),
                session.startedAt(),
                session.lastAccessedAt(),
                state.expiresAt(),
                personal.open(session.attributes(), key, id),
                CustomClaims.open(key, state.customClaims(), id),
                proofs(state.factors(), session.phones(), key),
                session.owner().profile().roles());
    }

    /// A phone that the user no longer has proves nothing any more.
    private List<Proof> proofs(List<Factor> factors, List<KnownPhone> phones, DataKey key) {
        return factors.stream()
                .<Proof>flatMap(
                        factor -> number(factor, phones, key).map(number -> new ByPhone(factor, number)).stream())
                .toList();
    }

    private Optional<PhoneNumber> number(Factor factor, List<KnownPhone> phones, DataKey key) {
        return phones.stream()
                .filter(phone -> phone.phoneId().equals(factor.phoneId()))
                .findFirst()
                .map(phone -> personal.open(phone.number(), key, phone.phoneId()));
    }

    static Session message(OpenSession session) {
        var message = Session.newBuilder()
                .setSessionId(session.sessionId().value())
                .setUserId(session.userId().value())
                .setStartedAt(timestamp(session.startedAt()))
                .setLastAccessedAt(timestamp(session.lastAccessedAt()))
                .setExpiresAt(timestamp(session.expiresAt()))
                .setAttributes(Attributes.newBuilder()
                        .setIpAddress(session.attributes().ipAddress())
                        .setUserAgent(session.attributes().userAgent()))
                .setCustomClaims(ClaimsMessage.of(session.customClaims()))
                .addAllRoles(session.roles());
        session.proofs().forEach(proof -> message.addAuthenticationFactors(factor(proof)));
        return message.build();
    }

    private static AuthenticationFactor factor(Proof proof) {
        return switch (proof) {
            case ByPhone(var factor, var number) -> byPhone(factor, number);
            case ByMail mail -> byMail(mail);
        };
    }

    private static AuthenticationFactor byPhone(Factor factor, PhoneNumber number) {
        return AuthenticationFactor.newBuilder()
                .setType("otp")
                .setDeliveryMethod(factor.channel().text())
                .setLastAuthenticatedAt(timestamp(factor.provenAt()))
                .setCreatedAt(timestamp(factor.addedAt()))
                .setUpdatedAt(timestamp(factor.provenAt()))
                .setPhoneNumberFactor(PhoneNumberFactor.newBuilder()
                        .setPhoneId(factor.phoneId().value())
                        .setPhoneNumber(number.e164()))
                .build();
    }

    private static AuthenticationFactor byMail(ByMail mail) {
        return AuthenticationFactor.newBuilder()
                .setType("magic_link")
                .setDeliveryMethod("email")
                .setLastAuthenticatedAt(timestamp(mail.provenAt()))
                .setCreatedAt(timestamp(mail.provenAt()))
                .setUpdatedAt(timestamp(mail.provenAt()))
                .setEmailFactor(
                        EmailFactor.newBuilder().setEmailId(mail.emailId()).setEmailAddress(mail.emailAddress()))
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
