package dev.countersign.privacy;

/// Something sealed does not open: it was changed, moved from its place, or belongs to another key.
///
/// Says nothing of what is inside, and never more of why.
public final class BrokenSealException extends RuntimeException {
    public BrokenSealException(String message) {
        super(message);
    }
}
