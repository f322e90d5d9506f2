package dev.countersign.login;

import dev.countersign.login.Addressee.KnownUser;
import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneId;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Numbers that a known user gets for a while, and keeps if they are proven; the steps within a unit of work.
public final class PhoneAttachment {

    /// How many numbers a user may have that were attached and are not proven yet.
    static final int SLOTS = 5;

    /// How long there is to prove one.
    static final Duration TIME = Duration.ofMinutes(5);

    private final LoginDirectory directory;
    private final Sessions sessions;
    private final PhoneRemoval removal;

    public PhoneAttachment(LoginDirectory directory, Sessions sessions, PhoneRemoval removal) {
        this.directory = directory;
        this.sessions = sessions;
        this.removal = removal;
    }

    /// @throws Refusal `USER_NOT_FOUND`, or `SESSION_NOT_FOUND`, also if it is not the session of the user who
    ///     is named
    UserPhones user(ProjectId project, KnownUser who, Instant now) {
        var bySession = who.session()
                .map(reference -> sessions.find(project, reference, now).owner().userId());
        if (bySession.isPresent()
                && who.user().filter(named -> !bySession.get().equals(named)).isPresent()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND);
        }
        return bySession
                .or(who::user)
                .flatMap(directory::findUser)
                .filter(user -> user.owner().projectId().equals(project))
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_USER_NOT_FOUND));
    }

    /// @throws Refusal `DUPLICATE_PHONE_NUMBER` if it is another user's
    static void refuseOther(UserPhones wanted, Owner holder) {
        if (!holder.userId().equals(wanted.owner().userId())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_DUPLICATE_PHONE_NUMBER);
        }
    }

    /// Room for one more number. Those whose time is up make none before they are recorded as taken off.
    ///
    /// @throws Refusal `TOO_MANY_UNVERIFIED_FACTORS`
    static Attachment room(UserPhones user, Instant now) {
        var taken = user.phones().stream()
                .flatMap(phone -> Stream.ofNullable(phone.attachment()))
                .map(Attachment::slot)
                .toList();
        return IntStream.rangeClosed(1, SLOTS)
                .filter(slot -> !taken.contains(slot))
                .mapToObj(slot -> new Attachment(now.plus(TIME), slot))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_UNVERIFIED_FACTORS));
    }

    /// Phones whose time was up at `now` or before, and that are not recorded as taken off; the oldest first.
    public List<PhoneId> lapsed(Instant now, int most) {
        return directory.findLapsed(now, most);
    }

    /// Takes a phone off its user whose time is up. Quiet where it was proven or taken off meanwhile.
    public void expire(PhoneId phone, Instant now) {
        directory.findWithItsSiblings(phone).stream()
                .filter(found -> found.phoneId().equals(phone) && !found.isThere(now))
                .forEach(lapsed -> {
                    removal.lapse(lapsed, now);
                    directory.remove(lapsed);
                });
    }
}
