/// The search for users, over very many of them: each filter, and paging while users are created.
@NullMarked
package dev.countersign.bench.search;

import org.jspecify.annotations.NullMarked;
