package dev.countersign.evidence;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An evidence file as it is read again, by whoever wants to know whether it is true.
public final class EvidenceFile {
    private final Lines lines;
    private final Kept kept;

    /// @param kept what it is held against
    public EvidenceFile(InputStream in, Kept kept) {
        this.lines = new Lines(in);
        this.kept = kept;
    }

    /// Reads all of it, or up to where it cannot be understood any more.
    ///
    /// @throws IOException if it cannot be read; never for what stands in it
    public Verdict verify() throws IOException {
        var first = lines.next();
        var header = first.filter(line -> lines.isWhole())
                .flatMap(EvidenceLine::read)
                .filter(EvidenceLine.Header.class::isInstance);
        if (header.isEmpty()) {
            return refused("This is not the first line of evidence");
        }
        try {
            return verify(kept.open(((EvidenceLine.Header) header.get()).note()));
        } catch (NoteException e) {
            return refused("The checkpoint of the export cannot be believed: " + e.getMessage());
        }
    }

    private Verdict verify(Checkpoint own) throws IOException {
        var check = new LedgerCheck(marks(own));
        check.at(lines.number());
        var stranger = kept.stranger(own);
        if (stranger.isPresent()) {
            check.damage(stranger.get());
        }
        for (var line = lines.next(); line.isPresent() && !check.isLost(); line = lines.next()) {
            check.at(lines.number());
            take(line.get(), own, check);
        }
        tellOfLater(own, check);
        if (!check.isLost() && check.next() < own.size()) {
            check.damage("The export ends before entry %d, though its checkpoint covers %d entries"
                    .formatted(check.next(), own.size()));
        }
        return check.verdict();
    }

    /// What the export is held against. With a key its own checkpoint counts, and says where it ends: what was signed
    /// later can neither be missed here nor proven. Without one nobody vouches for that end.
    private List<Checkpoint> marks(Checkpoint own) {
        if (kept.key().isEmpty()) {
            return kept.checkpoints();
        }
        var marks = new ArrayList<Checkpoint>();
        kept.checkpoints().stream().filter(one -> one.size() <= own.size()).forEach(marks::add);
        marks.add(own);
        return marks;
    }

    /// Whoever cuts off a tail may put an older checkpoint before the rest: that is never passed over.
    private void tellOfLater(Checkpoint own, LedgerCheck check) {
        var newest =
                kept.checkpoints().stream().mapToLong(Checkpoint::size).max().orElse(0);
        if (kept.key().isPresent() && newest > own.size()) {
            check.undecided(("This export ends with the checkpoint over %d entries, and you keep checkpoints over up to"
                            + " %d: it is older than those, or somebody has put an older one in its place")
                    .formatted(own.size(), newest));
        }
    }

    private void take(byte[] bytes, Checkpoint own, LedgerCheck check) {
        var line = lines.isWhole() ? EvidenceLine.read(bytes) : Optional.<EvidenceLine>empty();
        if (check.next() >= own.size()) {
            check.damage(
                    "There is more than the %d entries that the checkpoint of the export covers".formatted(own.size()));
            return;
        }
        switch (line.orElse(null)) {
            case EvidenceLine.Entry entry -> take(entry, own, check);
            case EvidenceLine.Subtree subtree -> check.omitted(subtree.level(), subtree.index(), subtree.hash());
            case EvidenceLine.Header _ -> check.damage("This is a first line, and not the first");
            case null ->
                check.damage("This is no line of evidence; entry %d should stand here".formatted(check.next()));
        }
    }

    private static void take(EvidenceLine.Entry entry, Checkpoint own, LedgerCheck check) {
        if (!Kept.isOf(own, entry.ledger())) {
            check.damage("Entry %d is of the ledger %s, and not of %s"
                    .formatted(entry.number(), entry.ledger(), own.origin()));
        } else if (entry.number() != check.next()) {
            check.damage("Entry %d stands where entry %d should".formatted(entry.number(), check.next()));
        } else {
            check.entry(entry.hash(), entry.leaf());
        }
    }

    private Verdict refused(String what) {
        var check = new LedgerCheck(List.of());
        check.at(1);
        check.damage(what);
        return check.verdict();
    }
}
