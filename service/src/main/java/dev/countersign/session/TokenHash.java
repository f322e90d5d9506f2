package dev.countersign.session;

import java.util.Arrays;

/// The SHA-256 of a [SessionToken]: enough to find the session, useless for showing.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record TokenHash(byte[] value) {
    private static final int BYTES = 32;

    /// @throws IllegalArgumentException if these are not 32 bytes
    public TokenHash {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A token's hash has 32 bytes, not " + value.length);
        }
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "TokenHash[******]";
    }
}
