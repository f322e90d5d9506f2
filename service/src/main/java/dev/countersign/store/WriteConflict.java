package dev.countersign.store;

/// Another commit was first. Nothing was stored; the whole command may be tried again on what is there now.
public final class WriteConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What was read is older than what was loaded since: the work has to start again.
    public static WriteConflict staleRead() {
        return new WriteConflict("stale read");
    }

    WriteConflict(String constraint) {
        super("Another commit was first: " + constraint, null, false, false);
    }
}
