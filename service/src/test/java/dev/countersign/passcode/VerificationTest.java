package dev.countersign.passcode;

import static dev.countersign.passcode.ChallengeStory.DEVICE;
import static dev.countersign.passcode.ChallengeStory.END;
import static dev.countersign.passcode.ChallengeStory.ID;
import static dev.countersign.passcode.ChallengeStory.KEY;
import static dev.countersign.passcode.ChallengeStory.LAST_MOMENT;
import static dev.countersign.passcode.ChallengeStory.LATER;
import static dev.countersign.passcode.ChallengeStory.NEWER;
import static dev.countersign.passcode.ChallengeStory.NONCE;
import static dev.countersign.passcode.ChallengeStory.PHONE;
import static dev.countersign.passcode.ChallengeStory.RIGHT;
import static dev.countersign.passcode.ChallengeStory.SOON;
import static dev.countersign.passcode.ChallengeStory.START;
import static dev.countersign.passcode.ChallengeStory.WRONG;
import static dev.countersign.passcode.ChallengeStory.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.PasscodeCommand.VerifyCode;
import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.passcode.PasscodeEvent.DeviceMismatched;
import dev.countersign.passcode.Verification.AlreadyUsed;
import dev.countersign.passcode.Verification.Exhausted;
import dev.countersign.passcode.Verification.Expired;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.NoMatch;
import dev.countersign.passcode.Verification.OtherDevice;
import dev.countersign.passcode.Verification.Superseded;
import dev.countersign.passcode.Verification.Verified;
import dev.countersign.user.Channel;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What somebody who enters a code is told, and what is recorded of it.
class VerificationTest {
    private final KnownCode keys = new KnownCode(RIGHT);
    private final FixtureConfiguration<PasscodeChallenge> fixture =
            new AggregateTestFixture<>(PasscodeChallenge.class).registerInjectableResource(keys);

    @Test
    void rightCodeIsVerified() {
        fixture.given(issued())
                .when(new VerifyCode(ID, new Candidate(RIGHT), DeviceRule.ANY, DEVICE, SOON))
                .expectResultMessagePayload(new Verified(Channel.SMS))
                .expectEvents(new CodeVerified(ID, DEVICE, SOON));
        assertThat(keys.lastQuestion).isEqualTo("7 " + ID + " Nonce[16 bytes] 6");
    }

    @Test
    void rightCodeIsVerifiedAtTheLastMoment() {
        fixture.given(issued())
                .when(verify(RIGHT, LAST_MOMENT))
                .expectResultMessagePayload(new Verified(Channel.SMS))
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
                .when(new VerifyCode(ID, new Candidate(WRONG), DeviceRule.ANY, DEVICE, SOON))
                .expectResultMessagePayload(new Mismatched(4))
                .expectEvents(new CodeMismatched(ID, 4, DEVICE, SOON));
    }

    @Test
    void rightCodeStillWorksWithOneAttemptLeft() {
        fixture.given(issued(), mismatched(4), mismatched(1))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new Verified(Channel.SMS))
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
    @MethodSource("dev.countersign.passcode.ChallengeStory#endingsThatStillCompare")
    void deadCodeTellsAGuesserNothing(PasscodeEvent ending) {
        fixture.given(issued(), ending)
                .when(verify(WRONG, LATER))
                .expectResultMessagePayload(new NoMatch())
                .expectNoEvents();
    }

    @Test
    void rightCodeOnAnotherDeviceIsNotLookedAtAndCounts() {
        fixture.given(issued())
                .when(onAnotherDevice(SOON))
                .expectResultMessagePayload(new OtherDevice(4))
                .expectEvents(new DeviceMismatched(ID, 4, DEVICE, SOON));
        assertThat(keys.lastQuestion).isEmpty();
    }

    @Test
    void codeStaysUsableOnItsOwnDevice() {
        fixture.given(issued(), new DeviceMismatched(ID, 1, DEVICE, SOON))
                .when(verify(RIGHT, SOON))
                .expectResultMessagePayload(new Verified(Channel.SMS))
                .expectEvents(new CodeVerified(ID, null, SOON));
    }

    @Test
    void lastAttemptOnAnotherDeviceExhaustsTheChallenge() {
        fixture.given(issued(), mismatched(1))
                .when(onAnotherDevice(SOON))
                .expectResultMessagePayload(new OtherDevice(0))
                .expectEvents(new DeviceMismatched(ID, 0, DEVICE, SOON), new ChallengeExhausted(ID, SOON));
    }

    @Test
    void deviceIsComparedWithTheOneThatTheCodeWasIssuedTo() {
        fixture.given(new CodeIssued(
                        ID, PHONE, NONCE, KEY, 6, 5, 10, 100, END, Channel.WHATSAPP, MessageLocale.EN, DEVICE, START))
                .when(new VerifyCode(ID, new Candidate(RIGHT), issuedTo -> DEVICE.equals(issuedTo), null, SOON))
                .expectResultMessagePayload(new Verified(Channel.WHATSAPP))
                .expectEvents(new CodeVerified(ID, null, SOON));
    }

    private static VerifyCode onAnotherDevice(Instant at) {
        return new VerifyCode(ID, new Candidate(RIGHT), issuedTo -> false, DEVICE, at);
    }

    private static CodeMismatched mismatched(int attemptsLeft) {
        return new CodeMismatched(ID, attemptsLeft, null, SOON);
    }

    private static VerifyCode verify(String code, Instant at) {
        return new VerifyCode(ID, new Candidate(code), DeviceRule.ANY, null, at);
    }
}
