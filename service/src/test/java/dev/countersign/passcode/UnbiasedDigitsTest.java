package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnbiasedDigitsTest {
    /// 2^64 = 1844674407 * 10^10 + 3709551616: so many of the largest words would favour small numbers.
    private static final long FIRST_REJECTED_OF_TEN_DIGITS = -3709551616L;

    @Test
    void smallNumbersKeepTheirLeadingZeros() {
        assertThat(UnbiasedDigits.draw(6, block -> words(42))).isEqualTo("000042");
        assertThat(UnbiasedDigits.draw(4, block -> words(0))).isEqualTo("0000");
    }

    @Test
    void largestWordThatCountsGivesTheLargestNumber() {
        assertThat(UnbiasedDigits.draw(10, block -> words(FIRST_REJECTED_OF_TEN_DIGITS - 1)))
                .isEqualTo("9999999999");
    }

    @Test
    void wordsThatWouldBeBiasedAreSkipped() {
        assertThat(UnbiasedDigits.draw(10, block -> words(FIRST_REJECTED_OF_TEN_DIGITS, -1, 7)))
                .isEqualTo("0000000007");
    }

    @Test
    void usedUpBlockIsFollowedByTheNext() {
        List<byte[]> blocks = List.of(words(-1, -1, -1, -1), words(-1, -1, -1, -1), words(123));
        assertThat(UnbiasedDigits.draw(6, blocks::get)).isEqualTo("000123");
    }

    private static byte[] words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes.array();
    }
}
