package dev.countersign.gateway;

import java.io.IOException;

/// What stands behind a route.
public interface Endpoint {
    /// Answers a request. May block: the thread is a virtual one and this request's own.
    ///
    /// Throws [Refusal] for a request that cannot be served (or Jetty's `HttpException`, where Jetty finds that out
    /// late), `StatusRuntimeException` for a call that failed, and `IOException` only if the client is gone.
    Reply answer(HttpCall call) throws IOException;
}
