package dev.countersign.login;

import dev.countersign.privacy.Attributes;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.CustomClaims;
import dev.countersign.session.Factor;
import dev.countersign.session.OpenSession;
import dev.countersign.session.OpenSession.Proof.ByMail;
import dev.countersign.session.OpenSession.Proof.ByPhone;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference;
import dev.countersign.session.SessionReference.ById;
import dev.countersign.session.SessionReference.ByToken;
import dev.countersign.session.SessionToken;
import dev.countersign.session.TokenHash;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The values that Stytch's test environment takes from everybody, so that tests need no phone.
///
/// There is nobody behind them. No row and no event is written or read for them, so that they work again and
/// again, at any time, and lead to no real user: the code counts for the one phone that does not exist, the
/// token for the one session. A live project knows none of them.
public final class Sandbox {

    static final String NUMBER = "+10000000000";
    static final UserId USER = new UserId("user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd");
    static final PhoneId PHONE = new PhoneId("phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0");
    static final Instant BEGIN = Instant.parse("2021-08-28T00:41:58.935673Z");

    private static final String CODE = "000000";
    private static final SessionId SESSION = new SessionId("session-test-eb94233f-8800-4ebd-8645-51dc15f9d028");
    static final SessionToken TOKEN = SessionToken.parse("WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY");
    private static final Duration LENGTH = Duration.ofHours(1);

    private static final ByMail MAGIC_LINK =
            new ByMail("email-test-23873e89-d4ed-4e92-b3b9-e5c7198fa286", "sandbox@stytch.com", BEGIN);

    private static final TokenHash TOKEN_HASH = TOKEN.hash();

    private final InstantSource clock;

    public Sandbox(InstantSource clock) {
        this.clock = clock;
    }

    /// Empty: the text is not the sandbox's number.
    static Optional<PhoneNumber> number(String text) {
        return text.equals(NUMBER) ? Optional.of(PhoneNumber.ofStored(NUMBER)) : Optional.empty();
    }

    /// Nothing is sent. Empty: the number is not the sandbox's.
    ///
    /// @throws Refusal `INVALID_PHONE_NUMBER_SANDBOX` in a live project
    Optional<StartedLogin> start(ProjectId project, PhoneNumber number) {
        if (!number.e164().equals(NUMBER)) {
            return Optional.empty();
        }
        if (!isOpen(project)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER_SANDBOX);
        }
        return Optional.of(new StartedLogin(USER, PHONE, false));
    }

    /// The session that a login with the sandbox's phone gives, if one is wished for; the outer one is empty if
    /// it is another phone.
    ///
    /// @throws Refusal `OTP_CODE_NOT_FOUND` for any code but `000000`, `SESSION_NOT_FOUND` where another
    ///     session is to be carried on, `ATTRIBUTE_MISMATCH` where something has to be the same that is not known
    ///     now, and `CUSTOM_CLAIMS_TOO_LARGE`
    Optional<Optional<OpenSession>> finish(ProjectId project, FinishLogin attempt, String code) {
        if (!isOpen(project) || !attempt.phoneId().equals(PHONE)) {
            return Optional.empty();
        }
        var wish = attempt.session();
        if (wish.given().filter(given -> !isSandbox(given)).isPresent()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND);
        }
        if (!isKnown(attempt)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_ATTRIBUTE_MISMATCH);
        }
        if (!code.equals(CODE)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND);
        }
        return Optional.of(wish.isSession() ? Optional.of(session(project, wish, true)) : Optional.empty());
    }

    /// Nobody remembers the device that the code was asked for on: any will do that is told.
    private static boolean isKnown(FinishLogin attempt) {
        var seen = attempt.attributes();
        return (!attempt.match().ipAddress() || !seen.ipAddress().isEmpty())
                && (!attempt.match().userAgent() || !seen.userAgent().isEmpty());
    }

    /// The session behind the sandbox's token or one of its JWTs. Empty: another one is meant.
    ///
    /// @throws Refusal `CUSTOM_CLAIMS_TOO_LARGE`
    public Optional<OpenSession> find(ProjectId project, SessionReference reference, SessionWish wish) {
        return isOpen(project) && isSandbox(reference) ? Optional.of(session(project, wish, false)) : Optional.empty();
    }

    private static boolean isOpen(ProjectId project) {
        return project.environment() == Environment.TEST;
    }

    private static boolean isSandbox(SessionReference reference) {
        return switch (reference) {
            case ByToken(var hash) -> hash.equals(TOKEN_HASH);
            case ById(var id) -> id.equals(SESSION);
        };
    }

    private OpenSession session(ProjectId project, SessionWish wish, boolean byPhone) {
        var now = clock.instant();
        var factor = new Factor(PHONE, Channel.SMS, BEGIN, now);
        return new OpenSession(
                SESSION,
                USER,
                project,
                BEGIN,
                now,
                now.plus(wish.duration().orElse(LENGTH)),
                Attributes.NONE,
                Sessions.fitting(CustomClaims.none().with(wish.claims())),
                List.of(byPhone ? new ByPhone(factor, PhoneNumber.ofStored(NUMBER)) : MAGIC_LINK),
                List.of());
    }
}
