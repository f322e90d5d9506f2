package dev.countersign.idempotency;

import java.util.Arrays;
import java.util.HexFormat;

/// The keyed hash of a project and a key, by which an answer is found.
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes it.
public record KeyHash(byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
