package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.store.StoredName;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// What happened to a phone.
public sealed interface PhoneFactorEvent {
    PhoneId phoneId();

    Instant at();

    /// A user has this phone. Nobody has proven it yet.
    ///
    /// @param attachedUntil from then on the user has it no longer, unless it is proven before; null, as always
    ///     in revision 1: it stays
    /// @param inherited wrong guesses at the number that count on; null, as always before revision 3: none
    @StoredName("phone.PhoneRegistered")
    @Revision("3")
    record PhoneRegistered(
            PhoneId phoneId,
            UserId userId,
            ProjectId projectId,
            Sealed number,
            @Nullable Instant attachedUntil,
            @Nullable InheritedGuesses inherited,
            Instant at)
            implements PhoneFactorEvent {}

    /// Somebody entered a code that only this phone received. Happens once.
    @StoredName("phone.PhoneVerified")
    @Revision("1")
    record PhoneVerified(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}

    /// A code for this phone was guessed wrong; `failedInARow` counts this one too.
    @StoredName("phone.GuessFailed")
    @Revision("1")
    record GuessFailed(PhoneId phoneId, int failedInARow, Instant at) implements PhoneFactorEvent {}

    /// Too many wrong guesses: no code counts before `until`.
    @StoredName("phone.PhoneLocked")
    @Revision("1")
    record PhoneLocked(PhoneId phoneId, Instant until, Instant at) implements PhoneFactorEvent {}

    /// Far too many: no code counts until an operator unlocks.
    @StoredName("phone.PhoneBlocked")
    @Revision("1")
    record PhoneBlocked(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}

    /// A right code: the count of wrong guesses starts again at 0.
    @StoredName("phone.GuessesCleared")
    @Revision("1")
    record GuessesCleared(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}

    /// An operator lifted the lock or block and cleared the count. Happens to a phone that was removed as well, as
    /// long as its guesses count.
    @StoredName("phone.PhoneUnlocked")
    @Revision("1")
    record PhoneUnlocked(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}

    /// The user has this phone no longer. Whoever logs in with its number next has another phone, which takes over
    /// the count of wrong guesses and the lock.
    @StoredName("phone.PhoneRemoved")
    @Revision("1")
    record PhoneRemoved(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}

    /// The next phone with the number of this one, which was removed, has taken over the count of wrong guesses and
    /// the lock. Happens once; nothing happens to this phone afterwards.
    @StoredName("phone.GuessesPassedOn")
    @Revision("1")
    record GuessesPassedOn(PhoneId phoneId, Instant at) implements PhoneFactorEvent {}
}
