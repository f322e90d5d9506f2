/// Callers in closed and open loops, and what they saw.
@NullMarked
package dev.countersign.bench.load;

import org.jspecify.annotations.NullMarked;
