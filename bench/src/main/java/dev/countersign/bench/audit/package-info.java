/// How quickly the audit trail is searched and counted.
@NullMarked
package dev.countersign.bench.audit;

import org.jspecify.annotations.NullMarked;
