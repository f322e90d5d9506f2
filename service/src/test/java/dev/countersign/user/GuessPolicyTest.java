package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessPolicyTest {
    @Test
    void standardLocksAtTenForAnHourAndBlocksAtAHundred() {
        assertThat(GuessPolicy.standard()).isEqualTo(new GuessPolicy(10, Duration.ofHours(1), 100));
    }

    @ParameterizedTest
    @CsvSource({"1, PT5M, 1", "100, P7D, 100", "10, PT1H, 10"})
    void boundsAreAllowed(int lockAfter, Duration lockFor, int hardStop) {
        assertThatCode(() -> new GuessPolicy(lockAfter, lockFor, hardStop)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT1H, 100, 'lockAfter must be between 1 and 100, not 0'",
        "101, PT1H, 101, 'lockAfter must be between 1 and 100, not 101'",
        "10, PT4M59.999S, 100, 'lockFor must be between 5 minutes and 7 days, not PT4M59.999S'",
        "10, PT168H0.001S, 100, 'lockFor must be between 5 minutes and 7 days, not PT168H0.001S'",
        "10, PT1H, 9, 'hardStop must be between lockAfter and 100, not 9'",
        "10, PT1H, 101, 'hardStop must be between lockAfter and 100, not 101'"
    })
    void anythingBeyondIsRefusedWithTheBoundInTheMessage(
            int lockAfter, Duration lockFor, int hardStop, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuessPolicy(lockAfter, lockFor, hardStop))
                .withMessage(message);
    }
}
