package dev.countersign.login;

import com.google.protobuf.Timestamp;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.Name;
import dev.countersign.v1.PhoneNumber;
import dev.countersign.v1.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Users, in the form in which callers see them.
public final class UserView {

    private final PersonalData personal;
    private final InstantSource clock;

    public UserView(PersonalData personal, InstantSource clock) {
        this.personal = personal;
        this.clock = clock;
    }

    /// Somebody who is logged in, and so active.
    ///
    /// @param phones all that the user has
    public User loggedIn(Owner owner, List<KnownPhone> phones) {
        return message(owner, UserStatus.ACTIVE, phones);
    }

    public User of(KnownUser user) {
        return message(user.owner(), user.owner().status(), user.phones());
    }

    private User message(Owner owner, UserStatus status, List<KnownPhone> phones) {
        var key = personal.keyOf(owner);
        var now = clock.instant();
        var profile = Profile.open(owner.profile(), key, owner.userId());
        var user = User.newBuilder()
                .setUserId(owner.userId().value())
                .setName(Name.newBuilder()
                        .setFirstName(profile.name().first())
                        .setMiddleName(profile.name().middle())
                        .setLastName(profile.name().last()))
                .setStatus(status.text())
                .setCreatedAt(timestamp(owner.createdAt()))
                .setTrustedMetadata(StructMessage.struct(profile.trusted().asMap()))
                .setUntrustedMetadata(StructMessage.struct(profile.untrusted().asMap()))
                .addAllRoles(profile.roles());
        profile.externalId().ifPresent(id -> user.setExternalId(id.text()));
        var current = phones.stream().filter(phone -> phone.isThere(now)).toList();
        for (var phone : current) {
            user.addPhoneNumbers(PhoneNumber.newBuilder()
                    .setPhoneId(phone.phoneId().value())
                    .setPhoneNumber(
                            personal.open(phone.number(), key, phone.phoneId()).e164())
                    .setVerified(phone.state().verified()));
        }
        UserLock.of(current, now).ifPresent(lock -> addLock(user, lock));
        return user.build();
    }

    private static void addLock(User.Builder user, UserLock lock) {
        user.setIsLocked(true).setLockCreatedAt(timestamp(lock.since()));
        lock.end().ifPresent(end -> user.setLockExpiresAt(timestamp(end)));
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
