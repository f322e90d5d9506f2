@NullMarked
package dev.countersign.retention;

import org.jspecify.annotations.NullMarked;
