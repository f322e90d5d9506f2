package dev.countersign.rpc;

/// Hears of every call that was refused. It is called on the path of the call: it must be quick, must not
/// block, and must not throw.
@FunctionalInterface
public interface RefusedCalls {
    /// A call was refused for a reason that no event tells. What went wrong inside is none.
    void refused(RefusedCall call);
}
