/// Measures the service, and in the same run what a bare program could do on the same database.
///
///     Main ── Plan ── Bench ─┬─ process   PostgreSQL, the service and the gateway as processes; their CPU and memory
///                            ├─ driver    logins over gRPC or HTTP, and the phones that they belong to
///                            ├─ floor     the same rows by bare JDBC
///                            ├─ load      closed and open loops, latencies
///                            └─ report    tables, JSON, progress
///
/// What counts are ratios within one run: rounds of the targets take turns, so that a slow minute of the machine slows
/// all of them.
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
