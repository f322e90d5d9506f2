/// Records that codes and sessions ran out of time.
///
/// Nothing depends on it: each is dead at its end, recorded or not. It makes their stories complete, and keeps the
/// tables of what is alive small.
@NullMarked
package dev.countersign.expiry;

import org.jspecify.annotations.NullMarked;
