package dev.countersign.keys;

/// A key ring cannot be used. The message is one line for the operator; there is no cause, for a parser's own message
/// may quote the keys.
public final class KeyRingException extends RuntimeException {
    KeyRingException(String message) {
        super(message);
    }
}
