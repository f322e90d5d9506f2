package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import dev.countersign.keys.KeyRingException;

/// The text of a key ring, with the place where a person finds it.
record KeyRingText(Object place, String text) {
    /// Complains of a damaged one, and quotes nothing of it.
    KeyRing parse() {
        try {
            return KeyRing.parse(text);
        } catch (KeyRingException e) {
            throw new Complaint(place + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "KeyRingText[" + place + ", ******]";
    }
}
