package dev.countersign.trail;

import dev.countersign.project.ProjectId;
import dev.countersign.rpc.RefusedCall;
import dev.countersign.rpc.RefusedCalls;
import dev.countersign.store.Origin;
import dev.countersign.trail.TrailEvent.CallRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Remembers refused calls until they are stored: of each project and reason so many a minute one by one, and
/// what comes on top as one count a minute. What names no project that exists is counted only.
///
/// Safe for use by many threads. Its memory is bounded, whoever calls.
public final class RefusalNotes implements RefusedCalls {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Origin COUNTED = Origin.system("refusals");

    /// Calls that wait to be stored; those that come on top are counted.
    private static final int MOST_WAITING = 10_000;

    /// Calls with wrong secrets that wait for a look whether there is such a project.
    private static final int MOST_UNSURE = 1_000;

    private final int oneByOne;
    private final InstantSource clock;
    private final Function<Collection<ProjectId>, Set<ProjectId>> existing;
    private final AddressHashing hashing;

    private final Set<ProjectId> known = new HashSet<>();
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private List<Seen> waiting = new ArrayList<>();
    private List<Seen> unsure = new ArrayList<>();
    private Instant minute;

    /// @param oneByOne how many of a project and a reason are told one by one in a minute
    /// @param existing those of some projects that exist
    public RefusalNotes(
            int oneByOne,
            InstantSource clock,
            Function<Collection<ProjectId>, Set<ProjectId>> existing,
            AddressHashing hashing) {
        this.oneByOne = oneByOne;
        this.clock = clock;
        this.minute = clock.instant();
        this.existing = existing;
        this.hashing = hashing;
    }

    /// Null: there is nothing to hash.
    public interface AddressHashing {
        @Nullable
        AddressHash hash(ProjectId project, String address);
    }

    private record Kind(@Nullable ProjectId project, String reason) {}

    private record Seen(NoteId id, RefusedCall call, Instant at) {}

    private static final class Tally {
        private int told;
        private int more;
        private Instant last = Instant.MIN;
    }

    @Override
    public synchronized void refused(RefusedCall call) {
        var seen = new Seen(NoteId.random(), call, clock.instant());
        var project = call.project();
        if (project == null) {
            count(seen, null);
        } else if (call.secret() != null || known.contains(project)) {
            note(seen, project);
        } else if (unsure.size() < MOST_UNSURE) {
            unsure.add(seen);
        } else {
            count(seen, null);
        }
    }

    private void note(Seen seen, ProjectId project) {
        var tally = tally(seen, project);
        if (tally.told < oneByOne && waiting.size() < MOST_WAITING) {
            tally.told++;
            waiting.add(seen);
        } else {
            count(seen, project);
        }
    }

    private void count(Seen seen, @Nullable ProjectId project) {
        var tally = tally(seen, project);
        tally.more++;
        tally.last = seen.at();
    }

    private Tally tally(Seen seen, @Nullable ProjectId project) {
        return tallies.computeIfAbsent(new Kind(project, seen.call().reason()), kind -> new Tally());
    }

    /// Stores what waits, and once a minute the counts.
    ///
    /// @param isLast the process ends: the counts, too
    /// @throws RuntimeException if the database is away; nothing is lost then
    void write(Notebook notebook, boolean isLast) {
        sort();
        for (var seen : taken()) {
            notebook.write(origin(seen.call()), event(seen));
            done();
        }
        if (isLast || isMinuteOver()) {
            writeCounts(notebook);
        }
    }

    /// Finds out which of those with wrong secrets named a project that exists.
    private void sort() {
        List<Seen> doubtful;
        synchronized (this) {
            if (unsure.isEmpty()) {
                return;
            }
            doubtful = List.copyOf(unsure);
        }
        var projects = existing.apply(doubtful.stream()
                .map(seen -> seen.call().project())
                .filter(project -> project != null)
                .collect(Collectors.toSet()));
        synchronized (this) {
            known.addAll(projects);
            unsure = new ArrayList<>(unsure.subList(doubtful.size(), unsure.size()));
            for (var seen : doubtful) {
                var project = seen.call().project();
                if (project != null && known.contains(project)) {
                    note(seen, project);
                } else {
                    count(seen, null);
                }
            }
        }
    }

    private synchronized List<Seen> taken() {
        return List.copyOf(waiting);
    }

    private synchronized void done() {
        waiting.removeFirst();
    }

    private synchronized boolean isMinuteOver() {
        return !clock.instant().isBefore(minute.plus(MINUTE));
    }

    private void writeCounts(Notebook notebook) {
        List<Kind> kinds;
        synchronized (this) {
            minute = clock.instant();
            tallies.values().removeIf(tally -> tally.more == 0);
            tallies.values().forEach(tally -> tally.told = 0);
            kinds = List.copyOf(tallies.keySet());
        }
        for (var kind : kinds) {
            var counted = counted(kind);
            notebook.write(COUNTED, counted);
            forget(kind, counted.count());
        }
    }

    private synchronized CallRefused counted(Kind kind) {
        var tally = tallies.getOrDefault(kind, new Tally());
        return new CallRefused(NoteId.random(), kind.project(), kind.reason(), null, tally.more, null, tally.last);
    }

    /// What came in between is left for the next minute.
    private synchronized void forget(Kind kind, int counted) {
        tallies.computeIfPresent(kind, (same, tally) -> {
            tally.more -= counted;
            return tally.more == 0 && tally.told == 0 ? null : tally;
        });
    }

    private CallRefused event(Seen seen) {
        var call = seen.call();
        var project = call.project();
        return new CallRefused(
                seen.id(),
                project,
                call.reason(),
                call.method(),
                1,
                project == null || call.address() == null ? null : hashing.hash(project, call.address()),
                seen.at());
    }

    private static Origin origin(RefusedCall call) {
        var project = call.project();
        return project == null ? COUNTED : Notebook.origin(project, call.secret(), call.requestId());
    }
}
