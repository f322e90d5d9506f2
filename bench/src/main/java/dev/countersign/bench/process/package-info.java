/// The processes that take part, and what they use of the machine.
@NullMarked
package dev.countersign.bench.process;

import org.jspecify.annotations.NullMarked;
