/// How long it takes to make the audit trail's rows anew.
@NullMarked
package dev.countersign.bench.rebuild;

import org.jspecify.annotations.NullMarked;
