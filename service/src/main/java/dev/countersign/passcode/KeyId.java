package dev.countersign.passcode;

/// Names one of the keys that codes are derived under. Not a secret.
public record KeyId(int value) {
    /// As the key ring's document writes it: without a sign.
    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
