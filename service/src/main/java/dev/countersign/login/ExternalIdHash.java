package dev.countersign.login;

import java.util.Arrays;
import java.util.HexFormat;

/// The keyed hash of an external id, by which a user is found. Tells nothing without the key ring.
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes it.
public record ExternalIdHash(byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ExternalIdHash that && Arrays.equals(value, that.value);
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
