/// Everything between the socket and the RPC classes, the same for each of them.
///
///     socket -> RequestId -> RequestLog -> ErrorMapping -> ProjectCredentials -> Validation -> RPC class
///
/// [Door] puts them in this order. An RPC class translates, and throws a [Refusal] where it has to say no; [Errors]
/// alone makes statuses.
///
/// A few calls never get this far, and gRPC ends them in words of its own: HTTP that is not gRPC, metadata above its
/// limit, an unknown `grpc-encoding`, a request far above the limit, a second request where one is taken.
@NullMarked
package dev.countersign.rpc;

import org.jspecify.annotations.NullMarked;
