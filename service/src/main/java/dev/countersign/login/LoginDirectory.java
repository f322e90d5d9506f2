package dev.countersign.login;

import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
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
/// Reads see everything that was committed before they were asked for; they do not see the unit of work they
/// are made in. Writes belong to the unit of work of the thread and are stored with its events. Of two units
/// that register one number, or that follow the same challenge of a phone with a new one, only one is stored.
public interface LoginDirectory {

    Optional<KnownPhone> find(ProjectId project, NumberHash number);

    /// All phones of the user who has this one, in the order in which they were registered; empty if nobody has
    /// it.
    List<KnownPhone> findWithItsSiblings(PhoneId phone);

    /// A user and all phones; empty if there is no such user.
    Optional<UserPhones> findUser(UserId user);

    /// Phones whose attachment was over at `now` or before, the oldest first.
    List<PhoneId> findLapsed(Instant now, int most);

    void addUser(Owner user);

    /// @param attachment null: the user has it for good
    void addPhone(
            Owner owner, PhoneId phone, NumberHash hash, Sealed number, @Nullable Attachment attachment, Instant at);

    /// The same in the place of a phone whose attachment is over and who has the same number.
    void replacePhone(
            KnownPhone lapsed, Owner owner, PhoneId phone, Sealed number, @Nullable Attachment attachment, Instant at);

    void update(PhoneId phone, PhoneState state);

    void activate(UserId user);

    /// Nobody has the phone any more. Of two units of which one removes a phone and the other follows its
    /// newest challenge, only one is stored.
    void remove(KnownPhone phone);

    /// Makes a challenge the newest of its phone, in the place of `previous`.
    void follow(PhoneId phone, @Nullable NewestChallenge previous, ChallengeId challenge, Instant openUntil);

    /// The challenge is over, but still the newest of its phone.
    void close(PhoneId phone, NewestChallenge challenge);
}
