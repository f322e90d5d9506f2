package dev.countersign.proof;

/// A note or checkpoint that must not be believed; the message says why.
public final class NoteException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoteException(String message) {
        super(message);
    }
}
