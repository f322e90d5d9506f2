/// What was measured, for people and for programs.
@NullMarked
package dev.countersign.bench.report;

import org.jspecify.annotations.NullMarked;
