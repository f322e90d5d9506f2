package dev.countersign.passcode;

import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.privacy.Sealed;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.stream.Stream;

/// The challenge that the scenarios are about: issued at noon, alive for two minutes.
final class ChallengeStory {
    static final ChallengeId ID = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f");
    static final ChallengeId NEWER = new ChallengeId("challenge-0193f1b2-7d2f-7c53-9a51-6b3f0c2d4e5f");
    static final PhoneId PHONE = new PhoneId("phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0");
    static final Nonce NONCE = new Nonce(new byte[16]);
    static final KeyId KEY = new KeyId(7);
    static final Sealed DEVICE = new Sealed(new byte[] {1, 2, 3});

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant SOON = START.plusSeconds(30);
    static final Instant LAST_MOMENT = START.plusSeconds(120).minusNanos(1);
    static final Instant END = START.plusSeconds(120);
    static final Instant LATER = START.plusSeconds(600);

    static final String RIGHT = "111111";
    static final String WRONG = "222222";

    private ChallengeStory() {}

    static CodeIssued issued() {
        return new CodeIssued(ID, PHONE, NONCE, KEY, 6, 5, 10, 100, END, Channel.SMS, MessageLocale.EN, null, START);
    }

    static Stream<PasscodeEvent> endingsThatStillCompare() {
        return Stream.of(
                new CodeVerified(ID, null, SOON), new CodeExpired(ID, END), new CodeSuperseded(ID, NEWER, SOON));
    }

    static Stream<PasscodeEvent> endings() {
        return Stream.concat(endingsThatStillCompare(), Stream.of(new ChallengeExhausted(ID, SOON)));
    }
}
