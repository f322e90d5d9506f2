@NullMarked
package dev.countersign.gateway.console;

import org.jspecify.annotations.NullMarked;
