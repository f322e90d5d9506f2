package dev.countersign.audit;

import dev.countersign.ledger.LedgerSource;
import dev.countersign.project.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The entries that a filter finds, a page of the view at a time. For one pass from the first to the last.
final class SelectedEntries implements LedgerSource.Selection {
    private static final int PAGE = 1_000;

    private final AuditSearch search;
    private final ProjectId project;
    private final Wanted wanted;
    private @Nullable AuditPlace after;

    SelectedEntries(AuditSearch search, ProjectId project, Wanted wanted) {
        this.search = search;
        this.project = project;
        this.wanted = wanted;
    }

    /// Goes by the order of the view. If somebody altered that, entries may be missed, but none is told in another's
    /// place.
    @Override
    public List<Long> next(long from, long before) {
        while (true) {
            var found = search.find(project, wanted, after, true, PAGE);
            if (found.isEmpty()) {
                return List.of();
            }
            after = found.getLast().place();
            var entries = found.stream()
                    .map(one -> one.place().entry())
                    .filter(entry -> entry >= from && entry < before)
                    .sorted()
                    .distinct()
                    .toList();
            if (!entries.isEmpty() || after.entry() >= before) {
                return entries;
            }
        }
    }
}
