/// A real PostgreSQL of one's own, for dev, tests and bench.
///
///     EmbeddedPostgres ── start ──> FolderLock ─> Cluster (initdb) ─> Server (postgres)
///                                                    └── Binaries, unpacked once per version into the user's cache
///
/// The server is a child process that holds a pipe of this JVM, so that it never outlives it, `kill -9` included.
/// It listens on loopback alone and trusts whoever connects: production takes a database of its own.
@NullMarked
package dev.countersign.postgres;

import org.jspecify.annotations.NullMarked;
