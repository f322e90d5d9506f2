package dev.countersign.login;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.user.PhoneState;
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
        var key = personal.keyOf(owner);
        var now = clock.instant();
        var user = User.newBuilder()
                .setUserId(owner.userId().value())
                .setName(Name.getDefaultInstance())
                .setStatus(UserStatus.ACTIVE.text())
                .setCreatedAt(timestamp(owner.createdAt()))
                .setTrustedMetadata(Struct.getDefaultInstance())
                .setUntrustedMetadata(Struct.getDefaultInstance());
        for (var phone : phones) {
            if (!phone.isThere(now)) {
                continue;
            }
            user.addPhoneNumbers(PhoneNumber.newBuilder()
                    .setPhoneId(phone.phoneId().value())
                    .setPhoneNumber(
                            personal.open(phone.number(), key, phone.phoneId()).e164())
                    .setVerified(phone.state().verified()));
            addLock(user, phone.state(), now);
        }
        return user.build();
    }

    private static void addLock(User.Builder user, PhoneState state, Instant now) {
        if (!state.isLocked(now)) {
            return;
        }
        user.setIsLocked(true);
        if (state.lockedAt() instanceof Instant since) {
            user.setLockCreatedAt(timestamp(since));
        }
        if (state.lockedUntil() instanceof Instant until && !until.equals(Instant.MAX)) {
            user.setLockExpiresAt(timestamp(until));
        }
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
