package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.RecordDeliveryFailure;
import dev.countersign.passcode.PasscodeCommand.RecordSent;
import dev.countersign.passcode.PasscodeCommand.SupersedeCode;
import dev.countersign.passcode.PasscodeCommand.VerifyCode;
import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeDeliveryFailed;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.passcode.Verification.AlreadyUsed;
import dev.countersign.passcode.Verification.Exhausted;
import dev.countersign.passcode.Verification.Expired;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.NoMatch;
import dev.countersign.passcode.Verification.Superseded;
import dev.countersign.passcode.Verification.Verified;
import dev.countersign.privacy.Sealed;
import dev.countersign.user.PhoneId;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PasscodeChallengeTest {
    private static final ChallengeId ID = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f");
    private static final ChallengeId NEWER = new ChallengeId("challenge-0193f1b2-7d2f-7c53-9a51-6b3f0c2d4e5f");
    private static final PhoneId PHONE = new PhoneId("phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0");
    private static final Nonce NONCE = new Nonce(new byte[16]);
    private static final KeyId KEY = new KeyId(7);
    private static final Sealed DEVICE = new Sealed(new byte[] {1, 2, 3});

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = START.plusSeconds(30);
    private static final Instant LAST_MOMENT = START.plusSeconds(120).minusNanos(1);
    private static final Instant END = START.plusSeconds(120);
    private static final Instant LATER = START.plusSeconds(600);

    private static final String RIGHT = "111111";
    private static final String WRONG = "222222";

    private final KnownCode keys = new KnownCode(RIGHT);
    private final FixtureConfiguration<PasscodeChallenge> fixture =
            new AggregateTestFixture<>(PasscodeChallenge.class).registerInjectableResource(keys);

    @Test
    void issuingStatesWhatDerivesTheCodeAndWhenItDies() {
        var policy = new PasscodePolicy(8, Duration.ofMinutes(3), 4);
        fixture.givenNoPriorActivity()
                .when(new IssueCode(ID, PHONE, NONCE, KEY, policy, DEVICE, START))
                .expectEvents(
                        new CodeIssued(ID, PHONE, NONCE, KEY, 8, 4, START.plus(Duration.ofMinutes(3)), DEVICE, START));
    }

    @Test
    void rightCodeIsVerified() {
        fixture.given(issued())
                .when(new VerifyCode(ID, new Candidate(RIGHT), DEVICE, SOON))
                .expectResultMessagePayload(new Verified())
                .expectEvents(new CodeVerified(ID, DEVICE, SOON));
        assertThat(keys.lastQuestion).isEqualTo("7 " + ID + " Nonce[16 bytes] 6");
    }

    @Test
    void rightCodeIsVerifiedAtTheLastMoment() {
        fixture.given(issued())
                .when(verify(RIGHT, LAST_MOMENT))
                .expectResultMessagePayload(new Verified())
                .expectEvents(new CodeVerified(ID, null, LAST_MOMENT));
    }

    @Test
    void rightCodeIsDeadExactlyAtItsEndAndThatIsRecorded() {
        fixture.given(issued())
                .when(verify(RIGHT, END))
                .expectResultMessagePayload(new Expired())
                .expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void expiryIsRecordedWithTheTimeAtWhichItBecameTrue() {
        fixture.given(issued())
                .when(verify(RIGHT, LATER))
                .expectResultMessagePayload(new Expired())
                .expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void wrongCodeAfterTheEndLearnsNothingAndCountsNoAttempt() {
        fixture.given(issued())
                .when(verify(WRONG, LATER))
                .expectResultMessagePayload(new NoMatch())
                .expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void wrongCodeIsRememberedAndLeavesFourAttempts() {
        fixture.given(issued())
                .when(new VerifyCode(ID, new Candidate(WRONG), DEVICE, SOON))
                .expectResultMessagePayload(new Mismatched(4))
                .expectEvents(new CodeMismatched(ID, 4, DEVICE, SOON));
    }

    @Test
    void rightCodeStillWorksWithOneAttemptLeft() {
        fixture.given(issued(), mismatched(4), mismatched(1))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new Verified())
                .expectEvents(new CodeVerified(ID, null, SOON));
    }

    @Test
    void lastWrongCodeExhaustsTheChallenge() {
        fixture.given(issued(), mismatched(1))
                .when(verify(WRONG, SOON))
                .expectResultMessagePayload(new Mismatched(0))
                .expectEvents(new CodeMismatched(ID, 0, null, SOON), new ChallengeExhausted(ID, SOON));
    }

    @Test
    void exhaustedChallengeDoesNotEvenCompare() {
        fixture.given(issued(), new ChallengeExhausted(ID, SOON))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new Exhausted())
                .expectNoEvents();
        assertThat(keys.lastQuestion).isEmpty();
    }

    @Test
    void codeWorksOnlyOnce() {
        fixture.given(issued(), new CodeVerified(ID, null, SOON))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new AlreadyUsed())
                .expectNoEvents();
    }

    @Test
    void supersededCodeIsToldToWhoeverHasIt() {
        fixture.given(issued(), new CodeSuperseded(ID, NEWER, SOON))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new Superseded())
                .expectNoEvents();
    }

    @Test
    void recordedExpiryIsToldToWhoeverHasTheCode() {
        fixture.given(issued(), new CodeExpired(ID, END))
                .when(verify(RIGHT, LATER))
                .expectResultMessagePayload(new Expired())
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("endingsThatStillCompare")
    void deadCodeTellsAGuesserNothing(PasscodeEvent ending) {
        fixture.given(issued(), ending)
                .when(verify(WRONG, LATER))
                .expectResultMessagePayload(new NoMatch())
                .expectNoEvents();
    }

    @Test
    void newerCodeSupersedesAnOpenOne() {
        fixture.given(issued())
                .when(new SupersedeCode(ID, NEWER, LAST_MOMENT))
                .expectEvents(new CodeSuperseded(ID, NEWER, LAST_MOMENT));
    }

    @Test
    void newerCodeFindsALapsedOneExpired() {
        fixture.given(issued()).when(new SupersedeCode(ID, NEWER, END)).expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void lockOfThePhoneExhaustsAnOpenChallenge() {
        fixture.given(issued())
                .when(new CloseChallenge(ID, LAST_MOMENT))
                .expectEvents(new ChallengeExhausted(ID, LAST_MOMENT));
    }

    @Test
    void lockOfThePhoneFindsALapsedChallengeExpired() {
        fixture.given(issued()).when(new CloseChallenge(ID, END)).expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void codeExpiresExactlyAtItsEnd() {
        fixture.given(issued()).when(new ExpireCode(ID, END)).expectEvents(new CodeExpired(ID, END));
    }

    @Test
    void codeDoesNotExpireBeforeItsEnd() {
        fixture.given(issued()).when(new ExpireCode(ID, LAST_MOMENT)).expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void nothingClosesAClosedChallenge(PasscodeEvent ending) {
        Stream.of(new SupersedeCode(ID, NEWER, LATER), new ExpireCode(ID, LATER), new CloseChallenge(ID, LATER))
                .forEach(command -> new AggregateTestFixture<>(PasscodeChallenge.class)
                        .registerInjectableResource(keys)
                        .given(issued(), ending)
                        .when(command)
                        .expectNoEvents());
    }

    @Test
    void sendingIsRecordedOnce() {
        fixture.given(issued()).when(new RecordSent(ID, "acme", SOON)).expectEvents(new CodeSent(ID, "acme", SOON));
    }

    @Test
    void secondSendingIsQuiet() {
        fixture.given(issued(), new CodeSent(ID, "acme", SOON))
                .when(new RecordSent(ID, "acme", LATER))
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void deliveryIsRecordedOnClosedChallengesToo(PasscodeEvent ending) {
        fixture.given(issued(), ending)
                .when(new RecordSent(ID, "acme", LATER))
                .expectEvents(new CodeSent(ID, "acme", LATER));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void failedDeliveryIsRecordedOnClosedChallengesToo(PasscodeEvent ending) {
        fixture.given(issued(), ending)
                .when(new RecordDeliveryFailure(ID, "acme", "unreachable", LATER))
                .expectEvents(new CodeDeliveryFailed(ID, "acme", "unreachable", LATER));
    }

    @Test
    void messageIsDueUntilTheCodeIsDead() {
        var challenge = challenge(issued());
        assertThat(challenge.mayBeSent(LAST_MOMENT)).isTrue();
        assertThat(challenge.mayBeSent(END)).isFalse();
    }

    @Test
    void messageIsDueAgainAfterAFailureButNotAfterASuccess() {
        assertThat(challenge(issued(), new CodeDeliveryFailed(ID, "acme", "busy", SOON))
                        .mayBeSent(SOON))
                .isTrue();
        assertThat(challenge(issued(), new CodeSent(ID, "acme", SOON)).mayBeSent(SOON))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void noMessageIsDueForAClosedChallenge(PasscodeEvent ending) {
        var challenge = challenge(issued(), ending);
        assertThat(challenge.isOpen()).isFalse();
        assertThat(challenge.mayBeSent(SOON)).isFalse();
    }

    static Stream<PasscodeEvent> endingsThatStillCompare() {
        return Stream.of(
                new CodeVerified(ID, null, SOON), new CodeExpired(ID, END), new CodeSuperseded(ID, NEWER, SOON));
    }

    static Stream<PasscodeEvent> endings() {
        return Stream.concat(endingsThatStillCompare(), Stream.of(new ChallengeExhausted(ID, SOON)));
    }

    private static CodeIssued issued() {
        return new CodeIssued(ID, PHONE, NONCE, KEY, 6, 5, END, null, START);
    }

    private static CodeMismatched mismatched(int attemptsLeft) {
        return new CodeMismatched(ID, attemptsLeft, null, SOON);
    }

    private static VerifyCode verify(String code, Instant at) {
        return new VerifyCode(ID, new Candidate(code), null, at);
    }

    private static PasscodeChallenge challenge(PasscodeEvent... events) {
        var challenge = new PasscodeChallenge();
        Stream.of(events).forEach(challenge::evolve);
        return challenge;
    }
}
