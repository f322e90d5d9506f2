package dev.countersign.audit;

import dev.countersign.project.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search finds, the oldest first, told a page at a time. For one pass from the first to the last.
///
/// Below `size` nothing new comes: an entry is found before the ledger is told to be so long.
final class FoundEntries {
    private static final int PAGE = 1_000;

    private final AuditSearch search;
    private final AuditTelling telling;
    private final ProjectId project;
    private final Wanted wanted;
    private final long size;
    private @Nullable AuditPlace after;

    /// @param size entries from here on are none of them
    FoundEntries(AuditSearch search, AuditTelling telling, ProjectId project, Wanted wanted, long size) {
        this.search = search;
        this.telling = telling;
        this.project = project;
        this.wanted = wanted;
        this.size = size;
    }

    /// Null: that was all. A page may be empty, where what was found is not in the store any more.
    @Nullable
    List<Told> next() {
        if (after != null && after.entry() >= size) {
            return null;
        }
        var found = search.find(project, wanted, after, true, PAGE);
        if (found.isEmpty()) {
            return null;
        }
        after = found.getLast().place();
        return telling.told(
                project,
                found.stream()
                        .filter(one -> one.place().entry() < size)
                        .map(one -> new AuditTelling.Numbered(one.place().entry(), one.position()))
                        .toList());
    }
}
