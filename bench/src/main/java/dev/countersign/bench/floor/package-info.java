/// The least that has to be done: the rows of an operation, written by bare JDBC.
@NullMarked
package dev.countersign.bench.floor;

import org.jspecify.annotations.NullMarked;
