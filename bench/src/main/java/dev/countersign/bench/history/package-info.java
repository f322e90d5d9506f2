/// A store that many people have logged in to.
@NullMarked
package dev.countersign.bench.history;

import org.jspecify.annotations.NullMarked;
