package dev.countersign.passcode;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/// Turns random bytes into decimal digits, each number of that length equally likely.
///
/// A plain remainder would favour small numbers. So a word of 64 bits counts only below the largest multiple of
/// 10^digits; otherwise the next word is taken, and after the last word of a block the next block.
final class UnbiasedDigits {
    private UnbiasedDigits() {}

    /// @param blocks block 0, 1, 2…, each a multiple of 8 uniformly random bytes
    static String draw(int digits, IntFunction<byte[]> blocks) {
        long numbers = powerOfTen(digits);
        long rejected = Long.remainderUnsigned(-numbers, numbers); // 2^64 mod numbers
        for (int block = 0; ; block++) {
            ByteBuffer words = ByteBuffer.wrap(blocks.apply(block));
            while (words.hasRemaining()) {
                long word = words.getLong();
                if (Long.compareUnsigned(word, -rejected) < 0 || rejected == 0) {
                    return padded(Long.remainderUnsigned(word, numbers), digits);
                }
            }
        }
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }
}
