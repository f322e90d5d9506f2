package dev.countersign.ledger;

import dev.countersign.proof.Hash;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is to be written behind the ends of tiles, of all ledgers at once.
final class NewTiles {
    private static final String APPEND = """
            insert into ledger_tile (ledger_id, level, tile, hashes, positions)
            select n.ledger, n.level, n.tile, n.hashes, n.positions::bigint[]
            from unnest(?::int[], ?::int2[], ?::int8[], ?::bytea[], ?::text[]) n (ledger, level, tile, hashes, positions)
            on conflict (ledger_id, level, tile) do update
            set hashes = ledger_tile.hashes || excluded.hashes, positions = ledger_tile.positions || excluded.positions""";

    private final Map<Place, Content> tiles = new LinkedHashMap<>();

    private record Place(int ledgerId, int level, long tile) {}

    private record Content(ByteArrayOutputStream hashes, List<Long> positions) {}

    /// Takes a node that is complete, in the order in which nodes of its level are completed; passes over those that
    /// are not stored.
    void add(int ledgerId, int level, long index, Hash hash) {
        if (level % Tiles.HEIGHT == 0) {
            content(ledgerId, level / Tiles.HEIGHT, index).hashes().writeBytes(hash.value());
        }
    }

    /// Takes the place of an entry among the events.
    void at(int ledgerId, long entry, long position) {
        content(ledgerId, 0, entry).positions().add(position);
    }

    private Content content(int ledgerId, int level, long index) {
        return tiles.computeIfAbsent(
                new Place(ledgerId, level, index / Tiles.WIDTH),
                place -> new Content(new ByteArrayOutputStream(), new ArrayList<>()));
    }

    void write(Connection connection) throws SQLException {
        var places = List.copyOf(tiles.keySet());
        var contents = List.copyOf(tiles.values());
        try (var append = connection.prepareStatement(APPEND)) {
            append.setArray(1, array(connection, "int4", places.stream().map(Place::ledgerId)));
            append.setArray(2, array(connection, "int2", places.stream().map(Place::level)));
            append.setArray(3, array(connection, "int8", places.stream().map(Place::tile)));
            append.setArray(
                    4,
                    connection.createArrayOf(
                            "bytea",
                            contents.stream()
                                    .map(tile -> tile.hashes().toByteArray())
                                    .toArray(byte[][]::new)));
            append.setArray(5, array(connection, "text", contents.stream().map(NewTiles::positions)));
            append.executeUpdate();
        }
    }

    private static String positions(Content content) {
        return content.positions().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static java.sql.Array array(Connection connection, String type, java.util.stream.Stream<?> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
