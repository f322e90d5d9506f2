/// What stands behind the page `/console`: people sign in, and read the audit trail as the auditor whose secret the
/// gateway keeps for them.
///
///     browser                         gateway                                          service
///     cookie ─▶ ConsoleSessions ─▶ OwnPagesOnly ─▶ AsAuditor ─▶ RpcEndpoint ── secret ──▶
///                (Jetty)             (CSRF)        Tail
///
/// A browser never gets to see the secret; what it holds is the name of a session in this process.
@NullMarked
package dev.countersign.gateway.console;

import org.jspecify.annotations.NullMarked;
