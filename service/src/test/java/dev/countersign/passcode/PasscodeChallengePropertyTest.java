package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.PasscodeChallenge.Verdict;
import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
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
import dev.countersign.passcode.PasscodeEvent.DeviceMismatched;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.OtherDevice;
import dev.countersign.passcode.Verification.Verified;
import dev.countersign.project.Environment;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is asked of a challenge, in whatever order and by clocks that disagree, some things never happen.
class PasscodeChallengePropertyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = START.plusSeconds(60);
    private static final int ATTEMPTS = 3;

    private final ChallengeId id = ChallengeId.random();
    private final KnownCode keys = new KnownCode("111111");
    private final PasscodeChallenge challenge = new PasscodeChallenge();
    private final List<PasscodeEvent> events = new ArrayList<>();
    private final List<Verification> outcomes = new ArrayList<>();

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anySequenceOfCommandsKeepsTheInvariants(int seed) {
        var random = new Random(seed);
        record(List.of(new CodeIssued(
                id,
                PhoneId.random(Environment.TEST),
                new Nonce(new byte[16]),
                new KeyId(7),
                6,
                ATTEMPTS,
                10,
                100,
                END,
                Channel.SMS,
                MessageLocale.EN,
                null,
                START)));
        for (int i = 0; i < 15; i++) {
            record(decide(random));
        }

        assertThat(all(CodeVerified.class)).as("verified at most once").hasSizeLessThanOrEqualTo(1);
        assertThat(all(CodeVerified.class))
                .as("never at or after the end")
                .allMatch(event -> event.at().isBefore(END));
        assertThat(attemptsLeft())
                .as("attempts fall one by one, within the budget")
                .isEqualTo(List.of(2, 1, 0).subList(0, attemptsLeft().size()));
        assertThat(all(CodeExpired.class))
                .as("expiry is dated by the end")
                .allMatch(event -> event.at().equals(END));
        assertThat(all(CodeSent.class)).as("sent at most once").hasSizeLessThanOrEqualTo(1);
        assertThat(events.stream().filter(PasscodeChallengePropertyTest::closes).count())
                .as("closed at most once")
                .isLessThanOrEqualTo(1);
        assertThat(outcomes.stream().filter(Verified.class::isInstance).count())
                .as("every answer of success is backed by an event")
                .isEqualTo(all(CodeVerified.class).size());
        assertThat(outcomes.stream().filter(Mismatched.class::isInstance).count())
                .as("every counted attempt is backed by an event")
                .isEqualTo(all(CodeMismatched.class).size());
        assertThat(outcomes.stream().filter(OtherDevice.class::isInstance).count())
                .as("one on another device too")
                .isEqualTo(all(DeviceMismatched.class).size());
        assertThat(afterTheClosing())
                .as("a closed challenge records delivery only")
                .allMatch(event -> event instanceof CodeSent || event instanceof CodeDeliveryFailed);
    }

    private List<PasscodeEvent> decide(Random random) {
        Instant at = START.plusSeconds(random.nextInt(random.nextInt(4) == 0 ? 90 : 60));
        return switch (random.nextInt(12)) {
            case 0 -> challenge.decide(new RecordSent(id, "acme", at));
            case 1 -> challenge.decide(new RecordDeliveryFailure(id, "acme", "busy", at));
            case 2 -> challenge.decide(new SupersedeCode(id, ChallengeId.random(), at));
            case 3 -> challenge.decide(new ExpireCode(id, at));
            case 4 -> challenge.decide(new CloseChallenge(id, at));
            case 5, 6 -> verify("111111", DeviceRule.ANY, at);
            case 7 -> verify("111111", issuedTo -> false, at);
            default -> verify("222222", DeviceRule.ANY, at);
        };
    }

    private List<PasscodeEvent> verify(String code, DeviceRule device, Instant at) {
        Verdict verdict = challenge.decide(new VerifyCode(id, new Candidate(code), device, null, at), keys);
        outcomes.add(verdict.outcome());
        return verdict.events();
    }

    private void record(List<PasscodeEvent> decided) {
        decided.forEach(challenge::evolve);
        events.addAll(decided);
    }

    private <E extends PasscodeEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Integer> attemptsLeft() {
        return events.stream()
                .flatMap(event -> switch (event) {
                    case CodeMismatched wrong -> Stream.of(wrong.attemptsLeft());
                    case DeviceMismatched other -> Stream.of(other.attemptsLeft());
                    default -> Stream.empty();
                })
                .toList();
    }

    private List<PasscodeEvent> afterTheClosing() {
        return events.stream().dropWhile(event -> !closes(event)).skip(1).toList();
    }

    private static boolean closes(PasscodeEvent event) {
        return switch (event) {
            case CodeVerified _, CodeExpired _, CodeSuperseded _, ChallengeExhausted _ -> true;
            case CodeIssued _, CodeSent _, CodeDeliveryFailed _, CodeMismatched _, DeviceMismatched _ -> false;
        };
    }
}
