package dev.countersign.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserLockTest {
    private static final Instant NOW = Instant.parse("2026-09-21T14:13:20Z");
    private static final Instant SOON = NOW.plus(Duration.ofMinutes(20));
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final KnownPhone OPEN = phone(new PhoneState(true, 0, null, null), false);
    private static final KnownPhone LOCKED = locked(NOW.minusSeconds(2), SOON, false);
    private static final KnownPhone LOCKED_LONGER = locked(NOW.minusSeconds(1), LATER, false);
    private static final KnownPhone BLOCKED = locked(NOW.minusSeconds(3), Instant.MAX, false);

    @Test
    void onePhoneThatIsOpenIsEnough() {
        assertThat(UserLock.of(List.of(LOCKED, OPEN), NOW)).isEmpty();
        assertThat(UserLock.of(List.of(OPEN, BLOCKED), NOW)).isEmpty();
        assertThat(UserLock.of(List.of(LOCKED, phone(PhoneState.fresh(), false)), NOW))
                .as("a number that came with the user logs in, proven or not")
                .isEmpty();
        assertThat(UserLock.of(List.of(), NOW)).isEmpty();
    }

    @Test
    void lockBeginsWithTheLastPhoneAndEndsWithTheFirst() {
        assertThat(UserLock.of(List.of(LOCKED), NOW)).contains(new UserLock(NOW.minusSeconds(2), SOON));
        assertThat(UserLock.of(List.of(LOCKED_LONGER, LOCKED, BLOCKED), NOW))
                .contains(new UserLock(NOW.minusSeconds(1), SOON));
        assertThat(UserLock.of(List.of(LOCKED, LOCKED_LONGER), SOON.minusNanos(1)))
                .isPresent();
        assertThat(UserLock.of(List.of(LOCKED, LOCKED_LONGER), SOON)).isEmpty();
    }

    @Test
    void operatorIsNeededWhereAllAreBlocked() {
        assertThat(UserLock.of(List.of(BLOCKED), NOW).orElseThrow().end()).isEmpty();
        assertThat(UserLock.of(List.of(BLOCKED, LOCKED), NOW).orElseThrow().end())
                .contains(SOON);
    }

    @Test
    void numberOnTrialCountsOnlyIfThereIsNoOther() {
        var trial = phone(PhoneState.fresh(), true);
        var lockedTrial = locked(NOW, LATER, true);

        assertThat(UserLock.of(List.of(LOCKED, trial), NOW)).isPresent();
        assertThat(UserLock.of(List.of(OPEN, lockedTrial), NOW)).isEmpty();
        assertThat(UserLock.of(List.of(lockedTrial), NOW)).isPresent();
        assertThat(UserLock.of(List.of(lockedTrial, trial), NOW)).isEmpty();
    }

    private static KnownPhone locked(Instant since, Instant until, boolean isOnTrial) {
        return phone(new PhoneState(!isOnTrial, 10, since, until), isOnTrial);
    }

    private static KnownPhone phone(PhoneState state, boolean isOnTrial) {
        var owner = new Owner(
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                UserStatus.ACTIVE,
                NOW,
                new WrappedKey(new byte[] {1}));
        @Nullable Attachment attachment = isOnTrial ? new Attachment(LATER, 1) : null;
        return new KnownPhone(
                PhoneId.random(Environment.TEST), owner, new Sealed(new byte[] {1}), state, null, attachment);
    }
}
