package dev.countersign.passcode;

import java.security.SecureRandom;
import java.util.Arrays;

/// Sixteen random bytes that make a challenge's code differ from every other's. Stored in the open: without the key
/// it tells nothing about the code.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Nonce(byte[] value) {
    static final int BYTES = 16;

    /// @throws IllegalArgumentException if these are not 16 bytes
    public Nonce {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A nonce has 16 bytes, not " + value.length);
        }
        value = value.clone();
    }

    public static Nonce random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Nonce(bytes);
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nonce that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Nonce[" + BYTES + " bytes]";
    }
}
