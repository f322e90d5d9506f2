package dev.countersign.rpc;

/// The server could not be started; the message says why in one line.
public final class CannotListen extends RuntimeException {
    CannotListen(String message, Throwable cause) {
        super(message, cause);
    }
}
