package dev.countersign.store;

/// The database cannot be reached, or the connection broke. If something was being written, it is unknown whether it
/// was stored.
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(Throwable cause) {
        super("The database is unavailable.", cause);
    }
}
