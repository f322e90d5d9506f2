package dev.countersign.bench;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.store.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// One PostgreSQL with a database for each target, all with the same tables.
final class Databases implements AutoCloseable {

    static final String SERVICE = "service";

    /// As durable as in production; checkpoints stay out of the way of short rounds.
    static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "shared_buffers", "512MB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "max_connections", "300");

    private final EmbeddedPostgres server;
    private final List<String> created = new ArrayList<>();

    Databases() {
        server = EmbeddedPostgres.temporary(SETTINGS);
    }

    /// Keeps them in a folder, and has those that are there.
    Databases(Path folder) {
        server = EmbeddedPostgres.start(folder, SETTINGS);
    }

    /// The same, unless there is one.
    String createOnce(String name) throws SQLException {
        try (var connection = source("postgres").getConnection();
                var select = connection.prepareStatement("select from pg_database where datname = ?")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
                return row.next() ? server.jdbcUrl(name) : create(name);
            }
        }
    }

    /// A new database with the tables of the service.
    String create(String name) {
        server.createDatabase(name);
        Migrations.run(source(name));
        created.add(name);
        return server.jdbcUrl(name);
    }

    DataSource source(String name) {
        var source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(name));
        return source;
    }

    /// Where one of them is.
    String url(String name) {
        return server.jdbcUrl(name);
    }

    /// Does now what a database does from time to time: writes out what the warm-up left in memory, and looks at how
    /// the tables have grown.
    void tidy() throws SQLException {
        for (var name : created) {
            try (var connection = source(name).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("vacuum analyze");
                statement.execute("checkpoint");
            }
        }
    }

    /// Its name and version.
    String version() throws SQLException {
        try (var connection = source(SERVICE).getConnection()) {
            var meta = connection.getMetaData();
            return meta.getDatabaseProductName() + " " + meta.getDatabaseProductVersion();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
