package dev.countersign.ledger;

import dev.countersign.proof.ConsistencyProof;
import dev.countersign.proof.Hash;
import dev.countersign.proof.InclusionProof;
import dev.countersign.proof.MerkleTree;
import dev.countersign.store.DroppedEvents;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads what a ledger holds, and proves it.
public final class ProvenLedger {
    private final DataSource database;

    public ProvenLedger(DataSource database) {
        this.database = database;
    }

    /// A checkpoint that was signed.
    ///
    /// @param note its text, with the signature
    /// @param at when, as the database says
    public record Signed(long size, String note, Instant at) {}

    /// An entry as it is exported.
    ///
    /// @param hash as the tree has it
    /// @param leaf as the store has it; null: the event is not there any more
    /// @param recordedAt when the store recorded the event; null: nothing is left of it
    public record Proven(
            long entry,
            Hash hash,
            @Nullable Leaf leaf,
            @Nullable Instant recordedAt) {}

    /// The newest checkpoint; empty: there is none yet.
    public Optional<Signed> newestCheckpoint(String ledger) {
        return ask("""
                select c.size, c.note, c.signed_at from checkpoint c join ledger l using (ledger_id)
                where l.name = ? order by c.size desc limit 1""", select -> select.setString(1, ledger));
    }

    /// The first checkpoint that covers so many entries.
    public Optional<Signed> checkpointOver(String ledger, long size) {
        return ask("""
                select c.size, c.note, c.signed_at from checkpoint c join ledger l using (ledger_id)
                where l.name = ? and c.size >= ? order by c.size limit 1""", select -> {
            select.setString(1, ledger);
            select.setLong(2, size);
        });
    }

    /// Since when the writer of the ledgers, in whatever process, finds that this one contradicts its newest
    /// checkpoint; empty: it has not found that.
    public Optional<Instant> contradictedSince(String ledger) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select contradicted_since from ledger where name = ? and contradicted_since is not null")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(time(row, 1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// That an entry is in the tree of a size.
    ///
    /// @throws IllegalArgumentException if there is no such entry, or the tree never had that size
    public InclusionProof inclusion(String ledger, long entry, long size) {
        return inTree(ledger, size, tree -> tree.inclusion(entry));
    }

    /// That the tree of the later size continues that of the earlier one.
    ///
    /// @throws IllegalArgumentException if the tree never had these sizes, or the earlier one is 0
    public ConsistencyProof consistency(String ledger, long earlier, long later) {
        return inTree(ledger, later, tree -> tree.consistency(earlier));
    }

    /// The entries from one on, up to the end of its tile at most; empty behind the last one.
    public List<Proven> entries(String ledger, long from) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select t.hashes, t.positions from ledger_tile t join ledger l using (ledger_id)
                        where l.name = ? and t.level = 0 and t.tile = ?""")) {
            select.setString(1, ledger);
            select.setLong(2, from / Tiles.WIDTH);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? entries(
                                ledger,
                                from,
                                row.getBytes(1),
                                (Long[]) row.getArray(2).getArray(),
                                new RawEvents(connection))
                        : List.of();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static List<Proven> entries(String ledger, long from, byte[] hashes, Long[] positions, RawEvents store)
            throws SQLException {
        var offset = (int) (from % Tiles.WIDTH);
        if (offset >= positions.length) {
            return List.of();
        }
        var wanted = Arrays.asList(positions).subList(offset, positions.length);
        var events = store.at(wanted).stream().collect(Collectors.toMap(RawEvent::position, event -> event));
        var dropped = new DroppedEvents(store.connection())
                .at(wanted.stream()
                        .filter(position -> !events.containsKey(position))
                        .toList());
        var entries = new ArrayList<Proven>();
        for (var i = offset; i < positions.length; i++) {
            var entry = from - offset + i;
            var event = events.get(positions[i]);
            var recordedAt = event == null ? dropped.get(positions[i]) : event.recordedAt();
            entries.add(new Proven(
                    entry, Tiles.hash(hashes, i), event == null ? null : new Leaf(ledger, entry, event), recordedAt));
        }
        return entries;
    }

    private interface Binding {
        void bind(PreparedStatement select) throws SQLException;
    }

    private <T> T inTree(String ledger, long size, Function<MerkleTree, T> proof) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select ledger_id, size from ledger where name = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("The ledger is empty.");
                }
                var tree = new MerkleTree(row.getLong(2), new Tiles(row.getInt(1), connection));
                return proof.apply(tree.when(size));
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private Optional<Signed> ask(String sql, Binding binding) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            binding.bind(select);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Signed(row.getLong(1), row.getString(2), time(row, 3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
