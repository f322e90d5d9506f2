package dev.countersign.login;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.passcode.DeviceRule;
import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.passcode.PasscodeCommand.VerifyCode;
import dev.countersign.passcode.Verification;
import dev.countersign.passcode.Verification.AlreadyUsed;
import dev.countersign.passcode.Verification.Exhausted;
import dev.countersign.passcode.Verification.Expired;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.NoMatch;
import dev.countersign.passcode.Verification.OtherDevice;
import dev.countersign.passcode.Verification.Superseded;
import dev.countersign.passcode.Verification.Verified;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.Channel;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneFactorCommand;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RecordSuccess;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserCommand.ActivateUser;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Finishes logins: judges a code and counts the wrong ones.
///
/// Guarantees: a code is accepted once, before it expires, and only the newest one of its phone; each wrong
/// guess at an open code is counted once, on the code and on the phone, whatever else happens at the same time.
public final class PhoneVerification {

    private final Transactions transactions;
    private final Commands commands;
    private final LoginDirectory directory;
    private final PersonalData personal;
    private final Sessions sessions;
    private final GuessPolicy guesses;
    private final InstantSource clock;

    public PhoneVerification(
            Transactions transactions,
            Commands commands,
            LoginDirectory directory,
            PersonalData personal,
            Sessions sessions,
            GuessPolicy guesses,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.directory = directory;
        this.personal = personal;
        this.sessions = sessions;
        this.guesses = guesses;
        this.clock = clock;
    }

    /// Judges a code, and tells who has proven to have the phone.
    ///
    /// @throws Refusal `OTP_CODE_NOT_FOUND`, `UNABLE_TO_AUTH_OTP_CODE`, `ATTRIBUTE_MISMATCH` or
    ///     `USER_LOCK_LIMIT_REACHED`; before the code is compared `SESSION_NOT_FOUND`, and
    ///     `CUSTOM_CLAIMS_TOO_LARGE` without the code being used up
    public ProvenLogin finish(Caller caller, FinishLogin attempt) {
        var judged = transactions.run(Origins.of(caller), () -> finishOnce(caller, attempt));
        return switch (judged.outcome()) {
            case Verified _ -> judged.login();
            case Mismatched(var left) ->
                throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND).with("attempts_left", "" + left);
            case OtherDevice(var left) ->
                throw Refusal.of(ErrorReason.ERROR_REASON_ATTRIBUTE_MISMATCH).with("attempts_left", "" + left);
            case NoMatch _ -> throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND);
            case AlreadyUsed _, Expired _, Superseded _, Exhausted _ ->
                throw Refusal.of(ErrorReason.ERROR_REASON_UNABLE_TO_AUTH_OTP_CODE);
        };
    }

    /// @param login as it is if the code was right
    private record Judged(Verification outcome, ProvenLogin login) {}

    private Judged finishOnce(Caller caller, FinishLogin attempt) {
        var now = clock.instant();
        var phones = directory.findWithItsSiblings(attempt.phoneId()).stream()
                .filter(found -> found.isThere(now))
                .toList();
        var phone = phones.stream()
                .filter(found -> found.phoneId().equals(attempt.phoneId()))
                .filter(found -> found.owner().projectId().equals(caller.project()))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND));
        Locks.refuse(phone.state(), now);
        var challenge = phone.newest();
        if (challenge == null) {
            throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND);
        }
        var given = sessions.given(attempt.session(), phone.owner(), now);
        var attributes = personal.seal(attempt.attributes(), phone.owner(), phone.phoneId());
        Verification outcome = commands.send(
                new VerifyCode(challenge.challengeId(), attempt.candidate(), rule(attempt, phone), attributes, now));
        var state = remember(phone, challenge, outcome, now);
        var session = outcome instanceof Verified(var channel) ? session(given, attempt, channel, phones, now) : given;
        return new Judged(outcome, ProvenLogin.with(phone, state, phones, session));
    }

    private DeviceRule rule(FinishLogin attempt, KnownPhone phone) {
        return attempt.match().equals(MatchRequired.NOTHING)
                ? DeviceRule.ANY
                : new SameDevice(
                        attempt.match(),
                        attempt.attributes(),
                        issuedTo -> personal.open(issuedTo, phone.owner(), phone.phoneId()));
    }

    /// The given session, one proof richer; otherwise a new one, if it is wished for.
    private Optional<LiveSession> session(
            Optional<LiveSession> given, FinishLogin attempt, Channel channel, List<KnownPhone> phones, Instant now) {
        var wish = attempt.session();
        return given.map(session -> sessions.prove(session, attempt.phoneId(), channel, wish, now))
                .or(() -> wish.duration()
                        .map(duration -> sessions.start(
                                attempt.phoneId(),
                                channel,
                                phones,
                                duration,
                                wish.claims(),
                                attempt.attributes(),
                                now)));
    }

    /// Gives the state of the phone afterwards.
    private PhoneState remember(KnownPhone phone, NewestChallenge challenge, Verification outcome, Instant now) {
        return switch (outcome) {
            case Verified _ -> {
                directory.close(phone.phoneId(), challenge);
                yield recordSuccess(phone, now);
            }
            case Mismatched(var left) -> recordFailure(phone, challenge, left, now);
            case OtherDevice(var left) -> recordFailure(phone, challenge, left, now);
            case AlreadyUsed _, Expired _, Superseded _, Exhausted _, NoMatch _ -> {
                if (challenge.openUntil() != null) {
                    directory.close(phone.phoneId(), challenge);
                }
                yield phone.state();
            }
        };
    }

    private PhoneState recordSuccess(KnownPhone phone, Instant now) {
        var isClean = phone.state().verified() && phone.state().failedGuesses() == 0;
        var state = isClean ? phone.state() : changed(phone, new RecordSuccess(phone.phoneId(), now));
        if (phone.owner().status() == UserStatus.PENDING) {
            commands.send(new ActivateUser(phone.owner().userId(), now));
            directory.activate(phone.owner().userId());
        }
        return state;
    }

    /// A lock ends the open code too: nobody may finish with it what the guesses before began.
    private PhoneState recordFailure(KnownPhone phone, NewestChallenge challenge, int attemptsLeft, Instant now) {
        var state = changed(phone, new RecordFailedGuess(phone.phoneId(), guesses, now));
        if (state.isLocked(now)) {
            commands.send(new CloseChallenge(challenge.challengeId(), now));
        }
        if (attemptsLeft == 0 || state.isLocked(now)) {
            directory.close(phone.phoneId(), challenge);
        }
        return state;
    }

    /// Where nothing changes, the phone is no longer as it was read: another call has changed it.
    private PhoneState changed(KnownPhone phone, PhoneFactorCommand command) {
        Optional<PhoneState> changed = commands.send(command);
        var state = changed.orElseThrow(WriteConflict::staleRead);
        directory.update(phone.phoneId(), state);
        return state;
    }
}
