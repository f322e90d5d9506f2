package dev.countersign.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.countersign.ledger.LedgerPlaces;
import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/// The entries of a ledger in their order, a page at a time, for all watchers of a process: those who are at the same
/// place read it once.
///
/// They are read from the ledger itself and not from the view that is searched in, which may be behind, or be built
/// anew.
final class AuditPages {
    private static final int MOST = 100;

    /// How many pages may be read at once; calls need the database, too.
    private static final int READERS = 2;

    /// Long enough for those who were woken together. What is told of a person must not outlive the person.
    private static final Duration SHARED = Duration.ofMillis(500);

    private final LedgerPlaces places;
    private final AuditTelling telling;
    private final Semaphore readers = new Semaphore(READERS);
    private final Cache<Range, Page> shared =
            Caffeine.newBuilder().maximumSize(16).expireAfterWrite(SHARED).build();

    AuditPages(LedgerPlaces places, AuditTelling telling) {
        this.places = places;
        this.telling = telling;
    }

    private record Range(ProjectId project, long from, long to) {}

    /// @param next nothing is missing below
    record Page(List<Told> entries, long next) {}

    /// A page that begins with an entry.
    ///
    /// @param to entries from here on are left for later; above `from`
    Page read(ProjectId project, long from, long to) throws InterruptedException {
        var range = new Range(project, from, Math.min(to, from + MOST));
        var known = shared.getIfPresent(range);
        if (known != null) {
            return known;
        }
        readers.acquire();
        try {
            return shared.get(range, this::read);
        } finally {
            readers.release();
        }
    }

    private Page read(Range range) {
        var from = range.from();
        var positions = places.from(range.project().value(), from, (int) (range.to() - from));
        if (positions.isEmpty()) {
            return new Page(List.of(), Math.min(range.to(), LedgerPlaces.nextTile(from)));
        }
        var numbered = IntStream.range(0, positions.size())
                .mapToObj(i -> new AuditTelling.Numbered(from + i, positions.get(i)))
                .toList();
        return new Page(telling.told(range.project(), numbered), from + positions.size());
    }
}
