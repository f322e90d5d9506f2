package dev.countersign.passcode;

/// Names one of the keys that codes are derived under. Not a secret.
public record KeyId(int value) {}
