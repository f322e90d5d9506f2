package dev.countersign.evidence;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/// Holds a ledger against checkpoints of it, as its entries come.
///
/// Two trees grow over the same entries: one of the hashes that are told of them, one of the hashes of their
/// bytes. Where both have the root of a checkpoint, nothing was changed; where one has, it tells what was.
public final class LedgerCheck implements EvidenceSink {
    /// Of everything that is listed.
    private static final int MOST = 20;

    private static final GrowingTree.Sink NOWHERE = (level, index, hash) -> {};

    private final Deque<Checkpoint> ahead;
    private final GrowingTree told = GrowingTree.empty();
    private final GrowingTree seen = GrowingTree.empty();

    /// Entries since the last checkpoint that do not have the hash that is told of them.
    private final List<Unfit> unfit = new ArrayList<>();

    private final List<Verdict.Range> gaps = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();
    private OptionalLong line = OptionalLong.empty();
    private long omitted;
    private long proven;
    private int fitting;
    private boolean lost;

    private record Unfit(OptionalLong line, long entry) {}

    /// @param checkpoints of one ledger, as they were kept
    public LedgerCheck(Collection<Checkpoint> checkpoints) {
        ahead = new ArrayDeque<>(checkpoints.stream()
                .sorted(Comparator.comparingLong(Checkpoint::size))
                .toList());
        arrive();
    }

    /// Where in a file stands what comes next.
    void at(long number) {
        line = OptionalLong.of(number);
    }

    /// The number of the entry that comes next.
    public long next() {
        return told.size();
    }

    @Override
    public void entry(Hash hash, byte[] leaf) {
        var own = Hash.leaf(leaf);
        if (!own.equals(hash) && unfit.size() < MOST) {
            unfit.add(new Unfit(line, next()));
        }
        told.add(hash, NOWHERE);
        seen.add(own, NOWHERE);
        arrive();
    }

    @Override
    public void omitted(int level, long index, Hash hash) {
        var from = next();
        if (level > 60 || index << level != from || index << level >> level != index) {
            damage("A hash stands for entries from %d on where entry %d should be".formatted(index << level, from));
            return;
        }
        told.add(level, hash, NOWHERE);
        seen.add(level, hash, NOWHERE);
        omitted += next() - from;
        extendGaps(from);
        while (!ahead.isEmpty() && ahead.getFirst().size() < next()) {
            var size = ahead.removeFirst().size();
            undecided(
                    "The checkpoint over %d entries ends within %s, for which one hash stands: export it with \"kept_size\": %1$d"
                            .formatted(size, new Verdict.Range(from, next())));
        }
        arrive();
    }

    private void extendGaps(long from) {
        if (!gaps.isEmpty() && gaps.getLast().before() == from) {
            gaps.add(new Verdict.Range(gaps.removeLast().from(), next()));
        } else if (gaps.size() < MOST) {
            gaps.add(new Verdict.Range(from, next()));
        }
    }

    /// Says that what comes next cannot be as it should, whatever the checkpoints say, and gives up.
    public void damage(String what) {
        damages.add(new Damage(line, next(), what));
        lost = true;
    }

    /// Says what cannot be found out, and why; without its dot.
    void undecided(String what) {
        undecided.add(what);
    }

    /// True: what follows cannot be judged any more.
    public boolean isLost() {
        return lost;
    }

    private void arrive() {
        while (!lost && !ahead.isEmpty() && ahead.getFirst().size() == next()) {
            var checkpoint = ahead.removeFirst();
            var toldFits = told.root().equals(checkpoint.root());
            var seenFits = seen.root().equals(checkpoint.root());
            explain(toldFits, seenFits);
            if (toldFits || seenFits) {
                fitting++;
                proven = next();
            } else {
                refuse(checkpoint);
            }
        }
    }

    /// Says of the entries since the last checkpoint what does not fit, as far as the next one tells it.
    private void explain(boolean toldFits, boolean seenFits) {
        var what = toldFits
                ? "Entry %d was changed: it has not the hash that it had"
                : seenFits
                        ? "The hash of entry %d was changed, but not the entry"
                        : "Entry %d and its hash do not fit each other";
        for (var entry : unfit) {
            damages.add(new Damage(entry.line(), entry.entry(), what.formatted(entry.entry())));
        }
        unfit.clear();
    }

    private void refuse(Checkpoint checkpoint) {
        var range = new Verdict.Range(proven, Math.max(next(), proven + 1));
        damages.add(new Damage(
                OptionalLong.empty(),
                proven,
                "Something of %s was changed: the checkpoint over %d entries has another root"
                        .formatted(range, checkpoint.size())));
        lost = true;
    }

    /// To be asked once, at the end.
    public Verdict verdict() {
        explain(false, false);
        if (!lost && !ahead.isEmpty()) {
            line = OptionalLong.empty();
            var covered = ahead.getLast().size();
            damage("There are %d entries, and a checkpoint covers %d: the others are missing"
                    .formatted(next(), covered));
        }
        damages.sort(Comparator.comparingLong(Damage::entry));
        return new Verdict(next(), proven, fitting, omitted, gaps, damages, undecided);
    }
}
