package dev.countersign.rpc;

import io.grpc.Status;
import java.time.Duration;

/// Hears of every call once, when it has ended. It is called on the path of the call: it must be quick, must not
/// block, and must not throw.
@FunctionalInterface
public interface CallMetrics {
    /// A call has ended.
    ///
    /// @param method the full name, such as `countersign.v1.PasscodeService/Authenticate`; `unknown` for all
    ///     that do not exist, so that callers cannot invent names
    void ended(String method, Status.Code code, Duration took);
}
