/// Records that codes ran out of time.
///
/// Nothing depends on it: a code is dead at its end, recorded or not. It makes the story of each challenge complete,
/// and keeps the table of open challenges small.
@NullMarked
package dev.countersign.expiry;

import org.jspecify.annotations.NullMarked;
