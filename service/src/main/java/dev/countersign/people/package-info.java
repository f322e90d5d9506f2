/// The people of a project, as its back end manages them: made, told about, changed, found, and in the end erased.
@NullMarked
package dev.countersign.people;

import org.jspecify.annotations.NullMarked;
