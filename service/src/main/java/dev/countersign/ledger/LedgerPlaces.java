package dev.countersign.ledger;

import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// Where the entries of ledgers stand among the events: for those who follow a ledger entry by entry.
public final class LedgerPlaces {
    private final DataSource database;

    public LedgerPlaces(DataSource database) {
        this.database = database;
    }

    /// How many entries some ledgers have; those that have none yet are left out. All below can be read.
    public Map<String, Long> sizes(Collection<String> ledgers) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, size from ledger where name = any (?)")) {
            select.setArray(1, connection.createArrayOf("text", ledgers.toArray()));
            var sizes = new HashMap<String, Long>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    sizes.put(row.getString(1), row.getLong(2));
                }
            }
            return sizes;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// The positions of the entries from one on.
    ///
    /// @return at most so many, and often less; empty behind the last entry, and where the ledger's tile is gone
    public List<Long> from(String ledger, long entry, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select t.positions[?:?] from ledger_tile t join ledger l using (ledger_id)
                        where l.name = ? and t.level = 0 and t.tile = ?""")) {
            var offset = (int) (entry % Tiles.WIDTH);
            select.setInt(1, offset + 1);
            select.setInt(2, offset + most);
            select.setString(3, ledger);
            select.setLong(4, entry / Tiles.WIDTH);
            try (var row = select.executeQuery()) {
                return row.next() ? List.of((Long[]) row.getArray(1).getArray()) : List.of();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Where the entries begin that share no tile with this one.
    public static long nextTile(long entry) {
        return (entry / Tiles.WIDTH + 1) * Tiles.WIDTH;
    }
}
