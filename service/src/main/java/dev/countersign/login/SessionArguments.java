package dev.countersign.login;

import com.google.protobuf.Struct;
import dev.countersign.jwt.SessionJwts;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionReference;
import dev.countersign.session.SessionReference.ById;
import dev.countersign.session.SessionReference.ByToken;
import dev.countersign.session.SessionToken;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;

/// What a request says of sessions. Empty strings say nothing.
public final class SessionArguments {

    private final SessionJwts jwts;

    public SessionArguments(SessionJwts jwts) {
        this.jwts = jwts;
    }

    /// The session that a token or a JWT shows; empty: there is neither.
    ///
    /// @throws Refusal `TOO_MANY_SESSION_ARGUMENTS`, `INVALID_SESSION_TOKEN`, and those of
    ///     [SessionJwts#sessionIn]
    public Optional<SessionReference> reference(ProjectId project, String token, String jwt) {
        if (!token.isEmpty() && !jwt.isEmpty()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_SESSION_ARGUMENTS);
        }
        if (!token.isEmpty()) {
            return Optional.of(byToken(token));
        }
        return jwt.isEmpty() ? Optional.empty() : Optional.of(new ById(jwts.sessionIn(jwt, project)));
    }

    /// @throws Refusal `STYTCH_CLAIMS_IN_CUSTOM_CLAIMS`
    public SessionWish wish(Optional<SessionReference> given, boolean hasDuration, int minutes, Struct claims) {
        return new SessionWish(
                given,
                hasDuration ? Optional.of(Duration.ofMinutes(minutes)) : Optional.empty(),
                ClaimsMessage.read(claims));
    }

    private static SessionReference byToken(String token) {
        try {
            return new ByToken(SessionToken.parse(token).hash());
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_SESSION_TOKEN);
        }
    }
}
