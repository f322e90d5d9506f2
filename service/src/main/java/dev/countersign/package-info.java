/// The passcode service as one process.
@NullMarked
package dev.countersign;

import org.jspecify.annotations.NullMarked;
