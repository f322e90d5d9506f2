package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneFactorCommand.PassOnGuesses;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RecordSuccess;
import dev.countersign.user.PhoneFactorCommand.RemovePhone;
import dev.countersign.user.PhoneFactorCommand.UnlockPhone;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a phone, nobody guesses at it more often than the policy says.
class PhoneFactorPropertyTest {
    private static final GuessPolicy POLICY = new GuessPolicy(4, Duration.ofMinutes(5), 14);

    private PhoneId id = PhoneId.random(Environment.TEST);
    private PhoneFactor phone = new PhoneFactor();

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void countAndLocksFollowThePolicyWhateverTheOrder(int seed) {
        var random = new Random(seed);
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        register(null, now);
        int inARow = 0;
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(random.nextInt(200));
            int dice = random.nextInt(40);
            if (dice == 0) {
                record(phone.decide(new UnlockPhone(id, now)));
                inARow = 0;
                assertThat(phone.state().isLocked(now)).isFalse();
            } else if (dice == 1 && !phone.state().isLocked(now)) {
                record(phone.decide(new RecordSuccess(id, now)));
                inARow = 0;
            } else if (dice == 2) {
                succeed(now);
            } else {
                inARow = guess(now, inARow);
            }
            assertThat(phone.state().failedGuesses()).isEqualTo(inARow).isLessThanOrEqualTo(POLICY.hardStop());
        }
    }

    /// Another phone with the same number.
    private void succeed(Instant now) {
        var before = phone.state();
        record(phone.decide(new RemovePhone(id, now)));
        var left = phone.state();
        record(phone.decide(new PassOnGuesses(id, now)));
        assertThat(phone.decide(new PassOnGuesses(id, now))).isEmpty();
        var inherited = left.hasGuesses() ? InheritedGuesses.of(id, left) : null;
        id = PhoneId.random(Environment.TEST);
        phone = new PhoneFactor();
        register(inherited, now);
        assertThat(phone.state().lockedUntil()).isEqualTo(before.lockedUntil());
        assertThat(phone.state().verified()).isFalse();
    }

    private void register(@Nullable InheritedGuesses inherited, Instant now) {
        record(List.of(new PhoneRegistered(
                id,
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                new Sealed(new byte[1]),
                null,
                inherited,
                now)));
    }

    private int guess(Instant now, int inARow) {
        boolean wasLocked = phone.state().isLocked(now);
        var events = phone.decide(new RecordFailedGuess(id, POLICY, now));
        record(events);
        if (wasLocked) {
            assertThat(events).isEmpty();
            return inARow;
        }
        int failures = inARow + 1;
        if (failures == POLICY.hardStop()) {
            assertThat(phone.state().needsOperator()).isTrue();
        } else if (failures % POLICY.lockAfter() == 0) {
            assertThat(phone.state().lockedUntil()).isEqualTo(now.plus(POLICY.lockFor()));
        } else {
            assertThat(phone.state().isLocked(now)).isFalse();
        }
        return failures;
    }

    private void record(List<PhoneFactorEvent> events) {
        events.forEach(phone::evolve);
    }
}
