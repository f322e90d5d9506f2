/// Logins as a client does them, over gRPC or over the gateway's HTTP.
@NullMarked
package dev.countersign.bench.driver;

import org.jspecify.annotations.NullMarked;
