/// What operators do, at a command line and not over the network.
@NullMarked
package dev.countersign.operator;

import org.jspecify.annotations.NullMarked;
