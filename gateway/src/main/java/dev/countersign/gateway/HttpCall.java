package dev.countersign.gateway;

import java.util.Map;
import org.eclipse.jetty.server.Request;

/// One request on its way through the gateway.
///
/// @param client the IP address that it comes from; empty: none
/// @param variables what the variables of the route's path stand for
record HttpCall(Request request, RequestId id, Credentials credentials, String client, Map<String, String> variables) {}
