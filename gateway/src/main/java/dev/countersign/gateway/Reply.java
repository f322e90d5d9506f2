package dev.countersign.gateway;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What goes back to the client.
public interface Reply {
    /// Sends all of it. Completes the callback exactly once.
    void send(Response response, Callback callback);
}
