/// How long it takes to export the audit trail, and what it takes of the service's memory.
@NullMarked
package dev.countersign.bench.exports;

import org.jspecify.annotations.NullMarked;
