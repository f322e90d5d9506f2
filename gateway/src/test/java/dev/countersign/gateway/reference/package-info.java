@NullMarked
package dev.countersign.gateway.reference;

import org.jspecify.annotations.NullMarked;
