package dev.countersign.gateway;

import java.util.Map;
import org.eclipse.jetty.server.Request;

/// One request on its way through the gateway.
///
/// @param variables what the variables of the route's path stand for
record HttpCall(Request request, RequestId id, Credentials credentials, Map<String, String> variables) {}
