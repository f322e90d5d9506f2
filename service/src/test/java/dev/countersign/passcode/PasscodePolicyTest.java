package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasscodePolicyTest {
    @Test
    void standardIsSixDigitsForTwoMinutesAndFiveAttempts() {
        assertThat(PasscodePolicy.standard()).isEqualTo(new PasscodePolicy(6, Duration.ofMinutes(2), 5));
    }

    @ParameterizedTest
    @CsvSource({"4, PT1M, 1", "10, PT10M, 10"})
    void boundsAreAllowed(int digits, Duration lifetime, int attempts) {
        assertThatCode(() -> new PasscodePolicy(digits, lifetime, attempts)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "3, PT2M, 5, 'digits must be between 4 and 10, not 3'",
        "11, PT2M, 5, 'digits must be between 4 and 10, not 11'",
        "6, PT59.999S, 5, 'lifetime must be between 1 and 10 minutes, not PT59.999S'",
        "6, PT10M0.001S, 5, 'lifetime must be between 1 and 10 minutes, not PT10M0.001S'",
        "6, PT2M, 0, 'attempts must be between 1 and 10, not 0'",
        "6, PT2M, 11, 'attempts must be between 1 and 10, not 11'"
    })
    void anythingBeyondIsRefusedWithTheBoundInTheMessage(int digits, Duration lifetime, int attempts, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PasscodePolicy(digits, lifetime, attempts))
                .withMessage(message);
    }
}
