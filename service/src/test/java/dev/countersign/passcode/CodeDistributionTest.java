package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pearson's chi-square test: no code, and no digit at any position, is likelier than another.
///
/// Keys, ids and nonces are fixed, so the outcome is too. Critical values are those of p = 0.001.
class CodeDistributionTest {
    private static final double CRITICAL_AT_9_DEGREES = 27.88;
    private static final double CRITICAL_AT_9999_DEGREES = 10445;

    private final DerivedPasscodes keys = new DerivedPasscodes(new KnownFunctions());

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 10})
    void everyDigitIsEquallyLikelyAtEveryPosition(int digits) {
        int codes = 100_000;
        long[][] counts = new long[digits][10];
        for (int i = 0; i < codes; i++) {
            String code = code(i, digits);
            for (int position = 0; position < digits; position++) {
                counts[position][code.charAt(position) - '0']++;
            }
        }
        for (long[] position : counts) {
            assertThat(chiSquare(position, codes)).isLessThan(CRITICAL_AT_9_DEGREES);
        }
    }

    @Test
    void everyCodeOfFourDigitsIsEquallyLikely() {
        int codes = 200_000;
        long[] counts = new long[10_000];
        for (int i = 0; i < codes; i++) {
            counts[Integer.parseInt(code(i, 4))]++;
        }
        assertThat(chiSquare(counts, codes)).isLessThan(CRITICAL_AT_9999_DEGREES);
    }

    @Test
    void everyRangeOfSixDigitCodesIsEquallyLikely() {
        int codes = 200_000;
        long[] counts = new long[10_000];
        for (int i = 0; i < codes; i++) {
            counts[Integer.parseInt(code(i, 6)) / 100]++;
        }
        assertThat(chiSquare(counts, codes)).isLessThan(CRITICAL_AT_9999_DEGREES);
    }

    private String code(int i, int digits) {
        var id = new ChallengeId("challenge-" + new UUID(0x0193f1b2_0000_7000L + i % 16, 0x8000_0000_0000_0000L | i));
        byte[] nonce = ByteBuffer.allocate(16).putLong(i * 31L).putLong(i).array();
        return keys.derive(new KeyId(1), id, new Nonce(nonce), digits).revealForSms();
    }

    private static double chiSquare(long[] counts, int total) {
        double expected = (double) total / counts.length;
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
