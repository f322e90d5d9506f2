/// Speaks the JSON of Stytch's Consumer API on one side and `countersign.v1` over gRPC on the other. Holds no
/// state, but for the sessions of the console, and no business rule: the proto files say which routes exist, and the
/// service judges every request.
///
///     HTTP/1.1, h2            virtual thread per request                       gRPC
///     ─────────────► HttpServer ► RestHandler ► Routes ► RpcEndpoint ──────────────► service
///                        │             │                  │  RequestReader: JSON, path, query to message
///                        │             │                  └─ Envelope:      message to JSON
///                        └─ ErrorPages ┴─ StytchErrors: every refusal, of HTTP, of ours or of the service
///
/// Every answer is JSON with `status_code` and `request_id`, whatever came in.
@NullMarked
package dev.countersign.gateway;

import org.jspecify.annotations.NullMarked;
