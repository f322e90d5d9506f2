@NullMarked
package dev.countersign.rpc;

import org.jspecify.annotations.NullMarked;
