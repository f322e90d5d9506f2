package dev.countersign.gateway;

import java.util.Map;
import org.eclipse.jetty.server.Request;

/// One request on its way through the gateway.
///
/// @param client the IP address that it comes from; empty: none
/// @param variables what the variables of the route's path stand for
public record HttpCall(
        Request request, RequestId id, Credentials credentials, String client, Map<String, String> variables) {

    /// The same request, on behalf of somebody whose credentials it does not hold.
    public HttpCall as(Credentials others) {
        return new HttpCall(request, id, others, client, variables);
    }
}
