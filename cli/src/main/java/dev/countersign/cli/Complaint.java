package dev.countersign.cli;

/// A failure that the person at the keyboard can mend. The message is one line, whole without the cause.
final class Complaint extends RuntimeException {
    Complaint(String message) {
        super(message);
    }

    Complaint(String message, Throwable cause) {
        super(message, cause);
    }
}
