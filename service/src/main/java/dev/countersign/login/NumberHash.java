package dev.countersign.login;

import java.util.Arrays;
import java.util.HexFormat;

/// The keyed hash of a phone number, by which it is found. Tells nothing without the key ring.
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes it.
public record NumberHash(byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof NumberHash that && Arrays.equals(value, that.value);
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
