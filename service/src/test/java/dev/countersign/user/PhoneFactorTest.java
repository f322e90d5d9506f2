package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneFactorCommand.ExpireAttachment;
import dev.countersign.user.PhoneFactorCommand.GiveUpAttachment;
import dev.countersign.user.PhoneFactorCommand.PassOnGuesses;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RecordSuccess;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneFactorCommand.RemovePhone;
import dev.countersign.user.PhoneFactorCommand.UnlockPhone;
import dev.countersign.user.PhoneFactorEvent.GuessFailed;
import dev.countersign.user.PhoneFactorEvent.GuessesCleared;
import dev.countersign.user.PhoneFactorEvent.GuessesPassedOn;
import dev.countersign.user.PhoneFactorEvent.PhoneBlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneLocked;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import dev.countersign.user.PhoneFactorEvent.PhoneRemoved;
import dev.countersign.user.PhoneFactorEvent.PhoneUnlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneVerified;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhoneFactorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant UNLOCK = NOW.plus(Duration.ofHours(1));
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final UserId USER = UserId.random(Environment.TEST);
    private static final PhoneId ID = PhoneId.random(Environment.TEST);
    private static final PhoneId BEFORE = PhoneId.random(Environment.TEST);
    private static final Sealed NUMBER = new Sealed(new byte[] {1, 2, 3});
    private static final Instant UNTIL = NOW.plusSeconds(300);
    private static final GuessPolicy POLICY = GuessPolicy.standard();

    private final FixtureConfiguration<PhoneFactor> fixture = new AggregateTestFixture<>(PhoneFactor.class);

    @Test
    void phoneIsRegistered() {
        fixture.givenNoPriorActivity()
                .when(new RegisterPhone(ID, USER, PROJECT, NUMBER, null, null, NOW))
                .expectEvents(registered());
    }

    @Test
    void firstSuccessVerifiesThePhone() {
        fixture.given(registered()).when(new RecordSuccess(ID, NOW)).expectEvents(new PhoneVerified(ID, NOW));
    }

    @Test
    void firstSuccessAfterWrongGuessesAlsoClearsThem() {
        fixture.given(registered(), failed(2))
                .when(new RecordSuccess(ID, NOW))
                .expectEvents(new PhoneVerified(ID, NOW), new GuessesCleared(ID, NOW));
    }

    @Test
    void laterSuccessClearsWrongGuesses() {
        fixture.given(registered(), new PhoneVerified(ID, NOW), failed(1))
                .when(new RecordSuccess(ID, NOW))
                .expectEvents(new GuessesCleared(ID, NOW));
    }

    @Test
    void laterSuccessWithNothingToClearIsQuiet() {
        fixture.given(registered(), new PhoneVerified(ID, NOW))
                .when(new RecordSuccess(ID, NOW))
                .expectNoEvents();
    }

    @Test
    void wrongGuessIsCounted() {
        fixture.given(registered())
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 1, null, null)))
                .expectEvents(failed(1));
    }

    @Test
    void ninthInARowIsOnlyCounted() {
        fixture.given(registered(), failed(8))
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 9, null, null)))
                .expectEvents(failed(9));
    }

    @Test
    void tenthInARowLocksForAnHour() {
        fixture.given(registered(), failed(9))
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 10, NOW, UNLOCK)))
                .expectEvents(failed(10), new PhoneLocked(ID, UNLOCK, NOW));
    }

    @Test
    void guessWhileLockedChangesNothing() {
        Instant lastMoment = UNLOCK.minusNanos(1);
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW))
                .when(guess(lastMoment))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void countGoesOnWhereItWasOnceTheLockRunsOut() {
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW))
                .when(guess(UNLOCK))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 11, NOW, UNLOCK)))
                .expectEvents(new GuessFailed(ID, 11, UNLOCK));
    }

    @Test
    void everyFurtherTenthLocksAgain() {
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW), failed(19))
                .when(guess(UNLOCK))
                .expectResultMessagePayload(
                        Optional.of(new PhoneState(false, 20, UNLOCK, UNLOCK.plus(Duration.ofHours(1)))))
                .expectEvents(
                        new GuessFailed(ID, 20, UNLOCK), new PhoneLocked(ID, UNLOCK.plus(Duration.ofHours(1)), UNLOCK));
    }

    @Test
    void hundredthInARowBlocks() {
        fixture.given(registered(), failed(99))
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 100, NOW, Instant.MAX)))
                .expectEvents(failed(100), new PhoneBlocked(ID, NOW));
    }

    @Test
    void guessWhileBlockedChangesNothingEver() {
        fixture.given(registered(), failed(100), new PhoneBlocked(ID, NOW))
                .when(guess(NOW.plus(Duration.ofDays(36_500))))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void stricterPolicyBlocksWhoIsBeyondItAlready() {
        fixture.given(registered(), failed(60))
                .when(new RecordFailedGuess(ID, new GuessPolicy(10, Duration.ofHours(1), 50), NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 61, NOW, Instant.MAX)))
                .expectEvents(failed(61), new PhoneBlocked(ID, NOW));
    }

    @Test
    void operatorLiftsALock() {
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW))
                .when(new UnlockPhone(ID, NOW))
                .expectEvents(new PhoneUnlocked(ID, NOW));
    }

    @Test
    void operatorLiftsABlockAndTheCountStartsAgain() {
        fixture.given(registered(), failed(100), new PhoneBlocked(ID, NOW), new PhoneUnlocked(ID, NOW))
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 1, null, null)))
                .expectEvents(failed(1));
    }

    @Test
    void operatorClearsTheCountOfAnOpenPhone() {
        fixture.given(registered(), failed(3)).when(new UnlockPhone(ID, NOW)).expectEvents(new PhoneUnlocked(ID, NOW));
    }

    @Test
    void unlockingWhatIsNotLockedIsQuiet() {
        fixture.given(registered(), failed(3), new GuessesCleared(ID, NOW))
                .when(new UnlockPhone(ID, NOW))
                .expectNoEvents();
    }

    @Test
    void phoneIsRemovedOnce() {
        fixture.given(registered())
                .when(new RemovePhone(ID, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, NOW));
        fixture.given(registered(), new PhoneRemoved(ID, NOW))
                .when(new RemovePhone(ID, NOW))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource
    void nothingChangesAPhoneThatWasRemoved(PhoneFactorCommand command) {
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW), new PhoneRemoved(ID, NOW))
                .when(command)
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    static Stream<PhoneFactorCommand> nothingChangesAPhoneThatWasRemoved() {
        return Stream.of(new RecordSuccess(ID, NOW), guess(UNLOCK));
    }

    @Test
    void removedPhonePassesItsGuessesOnOnce() {
        fixture.given(registered(), failed(10), new PhoneLocked(ID, UNLOCK, NOW), new PhoneRemoved(ID, NOW))
                .when(new PassOnGuesses(ID, NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 10, NOW, UNLOCK)))
                .expectEvents(new GuessesPassedOn(ID, NOW));
        fixture.given(registered(), failed(3), new PhoneRemoved(ID, NOW), new GuessesPassedOn(ID, NOW))
                .when(new PassOnGuesses(ID, NOW))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void phoneThatIsThereKeepsItsGuesses() {
        fixture.given(registered(), failed(3))
                .when(new PassOnGuesses(ID, NOW))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void removedPhoneWithoutWrongGuessesHasNothingToPassOn() {
        fixture.given(registered(), failed(3), new GuessesCleared(ID, NOW), new PhoneRemoved(ID, NOW))
                .when(new PassOnGuesses(ID, NOW))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void operatorClearsWhatARemovedPhoneHasLeft() {
        fixture.given(registered(), failed(100), new PhoneBlocked(ID, NOW), new PhoneRemoved(ID, NOW))
                .when(new UnlockPhone(ID, NOW))
                .expectEvents(new PhoneUnlocked(ID, NOW));
        fixture.given(registered(), failed(3), new PhoneRemoved(ID, NOW), new PhoneUnlocked(ID, NOW))
                .when(new PassOnGuesses(ID, NOW))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void phoneStaysRemovedWhateverHappensToItsGuesses() {
        fixture.given(registered(), failed(3), new PhoneRemoved(ID, NOW), new GuessesPassedOn(ID, NOW))
                .when(guess(NOW))
                .expectNoEvents();
        fixture.given(registered(), failed(3), new PhoneRemoved(ID, NOW), new PhoneUnlocked(ID, NOW))
                .when(new RecordSuccess(ID, NOW))
                .expectNoEvents();
    }

    @Test
    void nextPhoneCountsOn() {
        fixture.givenNoPriorActivity()
                .when(new RegisterPhone(ID, USER, PROJECT, NUMBER, null, inherited(9, null, null), NOW))
                .expectEvents(heir(9, null, null));
        fixture.given(heir(9, null, null))
                .when(guess(NOW))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 10, NOW, UNLOCK)))
                .expectEvents(failed(10), new PhoneLocked(ID, UNLOCK, NOW));
        fixture.given(heir(9, null, null))
                .when(new RecordSuccess(ID, NOW))
                .expectEvents(new PhoneVerified(ID, NOW), new GuessesCleared(ID, NOW));
    }

    @Test
    void nextPhoneIsLockedUntilTheLockBeforeEnds() {
        fixture.given(heir(10, NOW, UNLOCK))
                .when(guess(UNLOCK.minusNanos(1)))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
        fixture.given(heir(10, NOW, UNLOCK))
                .when(guess(UNLOCK))
                .expectResultMessagePayload(Optional.of(new PhoneState(false, 11, NOW, UNLOCK)))
                .expectEvents(new GuessFailed(ID, 11, UNLOCK));
    }

    @Test
    void nextPhoneIsBlockedUntilAnOperatorUnlocksIt() {
        fixture.given(heir(100, NOW, null))
                .when(guess(NOW.plus(Duration.ofDays(36_500))))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
        fixture.given(heir(100, NOW, null)).when(new UnlockPhone(ID, NOW)).expectEvents(new PhoneUnlocked(ID, NOW));
    }

    @Test
    void guessesOfAnAttachedPhoneCountUntilJustBeforeTheEndOfItsTime() {
        var last = UNTIL.minusNanos(1);
        fixture.given(attached(), failed(4)).when(guess(last)).expectEvents(new GuessFailed(ID, 5, last));
        fixture.given(attached(), failed(4)).when(guess(UNTIL)).expectNoEvents();
    }

    @Test
    void attachedPhoneIsTakenOffExactlyAtTheEndOfItsTime() {
        fixture.given(attached())
                .when(new ExpireAttachment(ID, UNTIL.minusNanos(1)))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(attached())
                .when(new ExpireAttachment(ID, UNTIL))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, UNTIL));
        fixture.given(attached())
                .when(new ExpireAttachment(ID, UNTIL.plusSeconds(60)))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, UNTIL));
    }

    @Test
    void attachedPhoneThatIsProvenStays() {
        fixture.given(attached())
                .when(new RecordSuccess(ID, UNTIL.minusNanos(1)))
                .expectEvents(new PhoneVerified(ID, UNTIL.minusNanos(1)));
        fixture.given(attached(), new PhoneVerified(ID, NOW))
                .when(new ExpireAttachment(ID, UNTIL))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @Test
    void attachedPhoneIsGivenUpBeforeTheEndOfItsTime() {
        var last = UNTIL.minusNanos(1);
        fixture.given(attached(), failed(3))
                .when(new GiveUpAttachment(ID, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, NOW));
        fixture.given(attached())
                .when(new GiveUpAttachment(ID, last))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, last));
        fixture.given(attached())
                .when(new GiveUpAttachment(ID, UNTIL.plusSeconds(60)))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneRemoved(ID, UNTIL));
    }

    @Test
    void phoneThatIsProvenOrStaysOrIsGoneIsNotGivenUp() {
        fixture.given(attached(), new PhoneVerified(ID, NOW))
                .when(new GiveUpAttachment(ID, NOW))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(registered())
                .when(new GiveUpAttachment(ID, NOW))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(attached(), new PhoneRemoved(ID, NOW))
                .when(new GiveUpAttachment(ID, NOW))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @Test
    void phoneThatWasGivenUpIsNotProven() {
        fixture.given(attached(), new PhoneRemoved(ID, NOW))
                .when(new RecordSuccess(ID, NOW))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void attachedPhoneCannotBeProvenAtTheEndOfItsTime() {
        fixture.given(attached())
                .when(new RecordSuccess(ID, UNTIL))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void phoneThatStaysHasNoEnd() {
        fixture.given(registered())
                .when(new ExpireAttachment(ID, UNTIL))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(attached(), new PhoneRemoved(ID, UNTIL))
                .when(new ExpireAttachment(ID, UNTIL))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    private static PhoneRegistered attached() {
        return new PhoneRegistered(ID, USER, PROJECT, NUMBER, UNTIL, null, NOW);
    }

    private static PhoneRegistered registered() {
        return new PhoneRegistered(ID, USER, PROJECT, NUMBER, null, null, NOW);
    }

    private static PhoneRegistered heir(int failed, @Nullable Instant lockedAt, @Nullable Instant lockedUntil) {
        return new PhoneRegistered(ID, USER, PROJECT, NUMBER, null, inherited(failed, lockedAt, lockedUntil), NOW);
    }

    private static InheritedGuesses inherited(int failed, @Nullable Instant lockedAt, @Nullable Instant lockedUntil) {
        return new InheritedGuesses(BEFORE, failed, lockedAt, lockedUntil);
    }

    private static GuessFailed failed(int inARow) {
        return new GuessFailed(ID, inARow, NOW);
    }

    private static RecordFailedGuess guess(Instant at) {
        return new RecordFailedGuess(ID, POLICY, at);
    }
}
