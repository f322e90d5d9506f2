package dev.countersign.ledger;

import dev.countersign.evidence.Kept;
import dev.countersign.evidence.LedgerCheck;
import dev.countersign.evidence.Verdict;
import dev.countersign.proof.Checkpoint;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds out whether what a database holds of a ledger is as kept checkpoints have it. Trusts nothing of the database.
public final class StoredLedger {
    private final DataSource database;

    public StoredLedger(DataSource database) {
        this.database = database;
    }

    /// How many entries a ledger has, as the database says; 0: there is none.
    public long size(String ledger) {
        return ask("select size from ledger where name = ?", ledger).orElse(0);
    }

    /// Reads all entries, and the events that they are.
    ///
    /// @param size how many entries to read
    /// @param reached is told now and then how many have been read
    public Verdict verify(String ledger, long size, Kept kept, LongConsumer reached) {
        var check = new LedgerCheck(kept.checkpoints());
        kept.strangerTo(ledger).ifPresent(check::damage);
        if (check.isLost()) {
            return check.verdict();
        }
        var ends = kept.checkpoints().stream().map(Checkpoint::size).collect(Collectors.toCollection(TreeSet::new));
        try {
            new LedgerSource(database).tell(ledger, size, ends, selection(reached), check);
        } catch (IllegalArgumentException e) {
            check.damage("The tree cannot be read behind entry %d: %s".formatted(check.next() - 1, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written anywhere", e);
        }
        return check.verdict();
    }

    private static LedgerSource.Selection selection(LongConsumer reached) {
        return (from, before) -> {
            reached.accept(from);
            return LedgerSource.Selection.ALL.next(from, before);
        };
    }

    /// What is wrong first with the nodes of the tree that proofs are made of, over so many entries; empty: nothing.
    public Optional<String> wrongNode(String ledger, long size) {
        return new UpperTiles(database).firstWrong(ledger, size);
    }

    /// Where the first event stands that should be in a ledger and is in none, as if it had been put among the others
    /// afterwards. Of all projects: such an event may belong to any.
    public OptionalLong strayEvent() {
        return ask("""
                select e.global_index
                from event e
                left join (select unnest(positions) as position from ledger_tile where level = 0) l
                    on l.position = e.global_index
                where e.global_index <= (select global_index from ledger_position) and l.position is null
                order by 1 limit 1""", null);
    }

    private OptionalLong ask(String sql, @Nullable String argument) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            if (argument != null) {
                select.setString(1, argument);
            }
            try (var row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
