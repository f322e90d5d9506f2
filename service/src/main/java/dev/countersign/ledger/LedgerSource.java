package dev.countersign.ledger;

import dev.countersign.evidence.EvidenceSink;
import dev.countersign.proof.Hash;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells a ledger, or a part of it, as evidence: hashes as the tree has them, entries as the store has them.
/// Holds a page in memory, and a connection only while it reads one.
public final class LedgerSource {
    private final DataSource database;

    public LedgerSource(DataSource database) {
        this.database = database;
    }

    /// Chooses entries.
    public interface Selection {
        /// All of them.
        Selection ALL = (from, before) -> LongStream.range(from, Math.min(before, from + Tiles.WIDTH))
                .boxed()
                .toList();

        /// Some that are wanted, ascending, from one on and before another: the first ones; empty: there are no more.
        List<Long> next(long from, long before);
    }

    /// An entry that is told, or null where its event is not in the store any more.
    private record Page(long entry, Hash hash, @Nullable Leaf leaf) {}

    /// Tells the first entries of a ledger. Those that are not wanted, and those that the store does not have any more,
    /// are left out: the largest subtrees stand for them of which none reaches over the end of a kept checkpoint.
    ///
    /// @param size how many
    /// @param kept how many those checkpoints cover that this is to be held against
    /// @throws IllegalArgumentException if the tree does not have so many entries
    public void tell(String ledger, long size, NavigableSet<Long> kept, Selection wanted, EvidenceSink sink)
            throws IOException {
        long told = 0;
        for (long asked = 0; asked < size; ) {
            var chosen = wanted.next(asked, size);
            for (var from = 0; from < chosen.size(); ) {
                var tile = chosen.get(from) / Tiles.WIDTH;
                var to = from;
                while (to < chosen.size() && chosen.get(to) / Tiles.WIDTH == tile) {
                    to++;
                }
                told = tell(ledger, chosen.subList(from, to), told, kept, sink);
                from = to;
            }
            asked = chosen.isEmpty() ? size : chosen.getLast() + 1;
        }
        leaveOut(ledger, told, size, kept, sink);
    }

    /// @param told how many entries have been told
    /// @return how many have been afterwards
    private long tell(String ledger, List<Long> ofOneTile, long told, NavigableSet<Long> kept, EvidenceSink sink)
            throws IOException {
        for (var page : read(ledger, ofOneTile)) {
            if (page.leaf() != null) {
                leaveOut(ledger, told, page.entry(), kept, sink);
                sink.entry(page.hash(), page.leaf().bytes());
                told = page.entry() + 1;
            }
        }
        return told;
    }

    private List<Page> read(String ledger, List<Long> ofOneTile) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select t.hashes, t.positions from ledger_tile t join ledger l using (ledger_id)
                        where l.name = ? and t.level = 0 and t.tile = ?""")) {
            select.setString(1, ledger);
            select.setLong(2, ofOneTile.getFirst() / Tiles.WIDTH);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? pages(
                                ledger,
                                ofOneTile,
                                row.getBytes(1),
                                (Long[]) row.getArray(2).getArray(),
                                connection)
                        : List.of();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static List<Page> pages(
            String ledger, List<Long> entries, byte[] hashes, Long[] positions, Connection connection)
            throws SQLException {
        var last = (int) (entries.getLast() % Tiles.WIDTH);
        if (last >= positions.length || (last + 1) * Hash.BYTES > hashes.length) {
            throw new IllegalArgumentException("The tree has no entry " + entries.getLast());
        }
        var places = entries.stream()
                .map(entry -> positions[(int) (entry % Tiles.WIDTH)])
                .toList();
        var events = new RawEvents(connection)
                .at(places).stream().collect(Collectors.toMap(RawEvent::position, event -> event));
        var pages = new ArrayList<Page>();
        for (var i = 0; i < entries.size(); i++) {
            var event = events.get(places.get(i));
            var entry = entries.get(i);
            pages.add(new Page(
                    entry,
                    Tiles.hash(hashes, (int) (entry % Tiles.WIDTH)),
                    event == null ? null : new Leaf(ledger, entry, event)));
        }
        return pages;
    }

    private void leaveOut(String ledger, long from, long before, NavigableSet<Long> kept, EvidenceSink sink)
            throws IOException {
        for (var start = from; start < before; ) {
            var next = kept.higher(start);
            var end = next == null ? before : Math.min(next, before);
            leaveOut(ledger, start, end, sink);
            start = end;
        }
    }

    private record Subtree(int level, long index, Hash hash) {}

    private void leaveOut(String ledger, long from, long before, EvidenceSink sink) throws IOException {
        for (var subtree : subtrees(ledger, from, before)) {
            sink.omitted(subtree.level(), subtree.index(), subtree.hash());
        }
    }

    private List<Subtree> subtrees(String ledger, long from, long before) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select ledger_id from ledger where name = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("There is no ledger " + ledger);
                }
                var tiles = new Tiles(row.getInt(1), connection);
                var subtrees = new ArrayList<Subtree>();
                for (var start = from; start < before; ) {
                    var level = Math.min(
                            Long.numberOfTrailingZeros(start),
                            Long.SIZE - 1 - Long.numberOfLeadingZeros(before - start));
                    subtrees.add(new Subtree(level, start >> level, tiles.at(level, start >> level)));
                    start += 1L << level;
                }
                return subtrees;
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
