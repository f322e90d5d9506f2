package dev.countersign.login;

import dev.countersign.user.PhoneState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A user who cannot log in, since every phone to log in with is locked. Guesses count for each phone apart: as long as
/// one is open, the user is not locked.
///
/// @param since when the last of the phones was locked
/// @param until when the first of them is open again; [Instant#MAX] if that takes an operator
record UserLock(Instant since, Instant until) {

    /// Empty: a phone is open, or there is none. A phone on trial logs in nobody but the user who knows of it, and
    /// counts only where there is no other.
    ///
    /// @param phones all that the user has
    static Optional<UserLock> of(List<KnownPhone> phones, Instant now) {
        var lasting = phones.stream().filter(phone -> !phone.isOnTrial()).toList();
        var states = (lasting.isEmpty() ? phones : lasting)
                .stream().map(KnownPhone::state).toList();
        if (states.isEmpty() || !states.stream().allMatch(state -> state.isLocked(now))) {
            return Optional.empty();
        }
        var since = states.stream().map(PhoneState::lockedAt).filter(Objects::nonNull);
        var until = states.stream().map(PhoneState::lockedUntil).filter(Objects::nonNull);
        return Optional.of(new UserLock(
                since.max(Comparator.naturalOrder()).orElseThrow(),
                until.min(Comparator.naturalOrder()).orElseThrow()));
    }

    /// Empty: it takes an operator.
    Optional<Instant> end() {
        return until.equals(Instant.MAX) ? Optional.empty() : Optional.of(until);
    }
}
