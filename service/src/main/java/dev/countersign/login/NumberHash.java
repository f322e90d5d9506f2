package dev.countersign.login;

import java.util.Arrays;
import java.util.HexFormat;

/// The keyed hash of a phone number, by which it is found. Tells nothing without the key ring.
///
/// @param digits by which it is found by a part of it, see [dev.countersign.keys.SearchTokens]; not compared, and empty
///     where the number was found
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes it.
public record NumberHash(byte[] value, int[] digits) {
    public NumberHash(byte[] value) {
        this(value, new int[0]);
    }

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
