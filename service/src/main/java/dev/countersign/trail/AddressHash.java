package dev.countersign.trail;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The keyed hash of an IP address: enough to find it, without telling it.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record AddressHash(byte[] value) {

    public AddressHash {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "AddressHash[******]";
    }
}
