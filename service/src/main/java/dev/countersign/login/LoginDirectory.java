package dev.countersign.login;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has which number, and the newest challenge of each phone.
///
/// Reads see everything that was committed before they were asked for; they do not see the unit of work they are made
/// in. Writes belong to the unit of work of the thread and are stored with its events. Of two units that register one
/// number, or that follow the same challenge of a phone with a new one, only one is stored.
public interface LoginDirectory {

    Optional<NumberEntry> find(ProjectId project, NumberHash number);

    /// All phones of the user who has this one, in the order in which they were registered; empty if nobody has it.
    List<KnownPhone> findWithItsSiblings(PhoneId phone);

    /// Phones whose attachment was over at `now` or before, the oldest first.
    List<PhoneId> findLapsed(Instant now, int most);

    void addUser(Owner user);

    void addPhone(KnownPhone phone, NumberHash hash, Instant at);

    /// Adds a phone in the place of one that had the same number and is removed in this unit of work, or was before.
    void replacePhone(NumberEntry before, KnownPhone phone, NumberHash hash, Instant at);

    void update(PhoneId phone, PhoneState state);

    void activate(UserId user);

    /// Nobody has the phone any more; its wrong guesses stay under its number. Of two units of which one
    /// removes a phone and the other follows its newest challenge, only one is stored.
    void remove(KnownPhone phone);

    /// Nothing stands under the number of a phone any more that was removed before.
    void forgetGuesses(PhoneId removed);

    /// Makes a challenge the newest of its phone, in the place of `previous`.
    void follow(PhoneId phone, @Nullable NewestChallenge previous, ChallengeId challenge, Instant openUntil);

    /// The challenge is over, but still the newest of its phone.
    void close(PhoneId phone, NewestChallenge challenge);
}
