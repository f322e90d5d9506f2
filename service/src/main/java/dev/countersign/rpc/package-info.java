/// Everything between the socket and the RPC classes, the same for each of them.
///
///     socket -> RequestId -> RequestLog -> ErrorMapping -> ProjectCredentials -> Validation -> RPC class
///
/// [Door] puts them in this order. An RPC class translates, and throws a [Refusal] where it has to say no; [Errors]
/// alone makes statuses.
@NullMarked
package dev.countersign.rpc;

import org.jspecify.annotations.NullMarked;
