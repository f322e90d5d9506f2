/// The write path: every row of a call goes into one write set, and a write set is one SQL statement and one commit.
@NullMarked
package dev.countersign.store;

import org.jspecify.annotations.NullMarked;
