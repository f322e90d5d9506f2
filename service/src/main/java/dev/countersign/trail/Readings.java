package dev.countersign.trail;

import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import dev.countersign.rpc.Caller;
import dev.countersign.trail.TrailEvent.TrailRead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Notes who read the audit trail.
///
/// What is read masked is gathered: the first call of a kind is told within a second or so, the rest once a
/// minute as one entry. Who watches counts as one call when it begins, and is told with the number of entries
/// when it ends: what it is told of does not keep it awake. What is read in clear is told call by call, before
/// it is shown.
public final class Readings {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// So many filters of a secret are told apart in a minute.
    private static final int MOST_FILTERS = 20;

    private static final List<String> SEVERAL = List.of("several");

    private final Notebook notebook;
    private final InstantSource clock;
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private final Map<SecretId, Integer> filters = new HashMap<>();
    private Instant minute;

    public Readings(Notebook notebook, InstantSource clock) {
        this.notebook = notebook;
        this.clock = clock;
        this.minute = clock.instant();
    }

    private record Kind(ProjectId project, SecretId secret, String rpc, List<String> filter, boolean revealed) {}

    private static final class Tally {
        private boolean told;
        private int calls;
        private long entries;
        private Instant last = Instant.MIN;
    }

    /// Somebody was told entries, masked.
    public void masked(Caller caller, String rpc, List<String> filter, long entries) {
        count(caller, rpc, filter, false, 1, entries);
    }

    /// Somebody who has been noted already was told more.
    public void more(Caller caller, String rpc, List<String> filter, boolean revealed, long entries) {
        count(caller, rpc, filter, revealed, 0, entries);
    }

    /// Somebody is about to see personal data in clear. Returns once that is stored.
    ///
    /// @throws RuntimeException if it cannot be stored: then nothing may be shown
    public void revealing(Caller caller, String rpc, List<String> filter, long entries) {
        notebook.write(
                Notebook.origin(caller.project(), caller.secret(), caller.requestId()),
                new TrailRead(NoteId.random(), caller.project(), rpc, filter, true, 1, entries, clock.instant()));
    }

    private synchronized void count(
            Caller caller, String rpc, List<String> filter, boolean revealed, int calls, long entries) {
        var exact = new Kind(caller.project(), caller.secret(), rpc, List.copyOf(filter), revealed);
        var kind = tallies.containsKey(exact) || filters.merge(caller.secret(), 1, Integer::sum) <= MOST_FILTERS
                ? exact
                : new Kind(caller.project(), caller.secret(), rpc, SEVERAL, revealed);
        var tally = tallies.computeIfAbsent(kind, same -> new Tally());
        tally.calls += calls;
        tally.entries += entries;
        tally.last = clock.instant();
    }

    /// Stores what is new, and once a minute the rest.
    ///
    /// @param isLast the process ends: the rest, too
    void write(boolean isLast) {
        var isOver = isMinuteOver() || isLast;
        for (var kind : due(isOver)) {
            var event = event(kind);
            notebook.write(Notebook.origin(kind.project(), kind.secret(), null), event);
            told(kind, event);
        }
    }

    /// Whatever was silent for a minute is forgotten.
    private synchronized List<Kind> due(boolean isOver) {
        if (isOver) {
            minute = clock.instant();
            filters.clear();
            tallies.values().removeIf(tally -> tally.told && tally.calls == 0 && tally.entries == 0);
        }
        return tallies.entrySet().stream()
                .filter(one -> isOver || !one.getValue().told)
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized boolean isMinuteOver() {
        return !clock.instant().isBefore(minute.plus(MINUTE));
    }

    private synchronized TrailRead event(Kind kind) {
        var tally = tallies.getOrDefault(kind, new Tally());
        return new TrailRead(
                NoteId.random(),
                kind.project(),
                kind.rpc(),
                kind.filter(),
                kind.revealed(),
                tally.calls,
                tally.entries,
                tally.last);
    }

    private synchronized void told(Kind kind, TrailRead event) {
        tallies.computeIfPresent(kind, (same, tally) -> {
            tally.told = true;
            tally.calls -= event.calls();
            tally.entries -= event.entries();
            return tally;
        });
    }
}
