package dev.countersign.login;

import java.util.Arrays;

/// A user's data key, wrapped under the key ring.
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes it.
public record WrappedKey(byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "WrappedKey[******]";
    }
}
