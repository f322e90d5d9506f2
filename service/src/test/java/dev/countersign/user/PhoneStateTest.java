package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.Environment;
import dev.countersign.user.PhoneFactorEvent.GuessFailed;
import dev.countersign.user.PhoneFactorEvent.GuessesCleared;
import dev.countersign.user.PhoneFactorEvent.PhoneBlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneLocked;
import dev.countersign.user.PhoneFactorEvent.PhoneUnlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneVerified;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PhoneStateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant UNLOCK = NOW.plusSeconds(3600);
    private static final PhoneId ID = PhoneId.random(Environment.TEST);

    @Test
    void isLockedUntilJustBeforeTheLockEnds() {
        PhoneState locked = PhoneState.fresh().after(new PhoneLocked(ID, UNLOCK, NOW));
        assertThat(locked.isLocked(UNLOCK.minusNanos(1))).isTrue();
        assertThat(locked.isLocked(UNLOCK)).isFalse();
        assertThat(locked.needsOperator()).isFalse();
    }

    @Test
    void blockedMeansLockedForGood() {
        PhoneState blocked = PhoneState.fresh().after(new PhoneBlocked(ID, NOW));
        assertThat(blocked).isEqualTo(new PhoneState(false, 0, NOW, Instant.MAX));
        assertThat(blocked.needsOperator()).isTrue();
        assertThat(blocked.isLocked(UNLOCK)).isTrue();
    }

    @Test
    void verifiedStaysVerified() {
        PhoneState state = PhoneState.fresh()
                .after(new PhoneVerified(ID, NOW))
                .after(new GuessFailed(ID, 1, NOW))
                .after(new PhoneLocked(ID, UNLOCK, NOW))
                .after(new PhoneUnlocked(ID, NOW));
        assertThat(state).isEqualTo(new PhoneState(true, 0, null, null));
    }

    @Test
    void clearedGuessesTakeALapsedLockWithThem() {
        PhoneState state = locked().after(new GuessesCleared(ID, UNLOCK));
        assertThat(state).isEqualTo(new PhoneState(false, 0, null, null));
    }

    @Test
    void clearedGuessesDoNotLiftALock() {
        PhoneState state = locked().after(new GuessesCleared(ID, UNLOCK.minusNanos(1)));
        assertThat(state).isEqualTo(new PhoneState(false, 0, NOW, UNLOCK));
    }

    private static PhoneState locked() {
        return PhoneState.fresh().after(new GuessFailed(ID, 10, NOW)).after(new PhoneLocked(ID, UNLOCK, NOW));
    }
}
