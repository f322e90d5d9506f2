/// The gateway against a real gRPC server on loopback: [ScriptedService] answers as a test tells it to, [Rig] starts
/// both, [RawHttp] sends what no HTTP library would.
@NullMarked
package dev.countersign.gateway;

import org.jspecify.annotations.NullMarked;
