/// Tenants and what they prove themselves with.
@NullMarked
package dev.countersign.project;

import org.jspecify.annotations.NullMarked;
