package dev.countersign.project;

import java.security.MessageDigest;
import java.util.Arrays;

/// The SHA-256 of a [ProjectSecret]: enough to recognise the secret, useless for calling.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record SecretHash(byte[] value) {
    private static final int BYTES = 32;

    /// @throws IllegalArgumentException if these are not 32 bytes
    public SecretHash {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A secret's hash has 32 bytes, not " + value.length);
        }
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    /// True if both are the hash of the same secret. Takes the same time whatever the answer.
    public boolean matches(SecretHash other) {
        return MessageDigest.isEqual(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that && matches(that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SecretHash[******]";
    }
}
