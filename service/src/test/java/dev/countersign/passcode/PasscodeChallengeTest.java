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
import static dev.countersign.passcode.ChallengeStory.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.RecordDeliveryFailure;
import dev.countersign.passcode.PasscodeCommand.RecordSent;
import dev.countersign.passcode.PasscodeCommand.SupersedeCode;
import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeDeliveryFailed;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.user.Channel;
import dev.countersign.user.GuessPolicy;
import java.time.Duration;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How a challenge begins and ends, and what is recorded of its delivery.
class PasscodeChallengeTest {
    private final FixtureConfiguration<PasscodeChallenge> fixture =
            new AggregateTestFixture<>(PasscodeChallenge.class).registerInjectableResource(new KnownCode(RIGHT));

    @Test
    void issuingStatesWhatDerivesTheCodeAndWhenItDies() {
        var policy = new PasscodePolicy(8, Duration.ofMinutes(3), 4);
        var guesses = new GuessPolicy(20, Duration.ofHours(1), 60);
        fixture.givenNoPriorActivity()
                .when(new IssueCode(
                        ID, PHONE, NONCE, KEY, policy, guesses, Channel.WHATSAPP, MessageLocale.PT_BR, DEVICE, START))
                .expectEvents(new CodeIssued(
                        ID,
                        PHONE,
                        NONCE,
                        KEY,
                        8,
                        4,
                        20,
                        60,
                        START.plus(Duration.ofMinutes(3)),
                        Channel.WHATSAPP,
                        MessageLocale.PT_BR,
                        DEVICE,
                        START));
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
    @MethodSource("dev.countersign.passcode.ChallengeStory#endings")
    void nothingClosesAClosedChallenge(PasscodeEvent ending) {
        Stream.of(new SupersedeCode(ID, NEWER, LATER), new ExpireCode(ID, LATER), new CloseChallenge(ID, LATER))
                .forEach(command -> new AggregateTestFixture<>(PasscodeChallenge.class)
                        .registerInjectableResource(new KnownCode(RIGHT))
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
    @MethodSource("dev.countersign.passcode.ChallengeStory#endings")
    void deliveryIsRecordedOnClosedChallengesToo(PasscodeEvent ending) {
        fixture.given(issued(), ending)
                .when(new RecordSent(ID, "acme", LATER))
                .expectEvents(new CodeSent(ID, "acme", LATER));
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.passcode.ChallengeStory#endings")
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
    @MethodSource("dev.countersign.passcode.ChallengeStory#endings")
    void noMessageIsDueForAClosedChallenge(PasscodeEvent ending) {
        var challenge = challenge(issued(), ending);
        assertThat(challenge.isOpen()).isFalse();
        assertThat(challenge.mayBeSent(SOON)).isFalse();
    }

    private static PasscodeChallenge challenge(PasscodeEvent... events) {
        var challenge = new PasscodeChallenge();
        Stream.of(events).forEach(challenge::evolve);
        return challenge;
    }
}
