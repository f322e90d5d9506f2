package dev.countersign.privacy;

import java.util.Arrays;

/// Ciphertext that only one user's [DataKey] opens, and only for the context that it was sealed for. Fit for events.
///
/// Equal if the bytes are; sealing the same text twice gives two that are not.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Sealed(byte[] value) {

    public Sealed {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Sealed[" + value.length + " bytes]";
    }
}
