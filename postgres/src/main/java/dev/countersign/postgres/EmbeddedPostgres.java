package dev.countersign.postgres;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/// A running PostgreSQL on a free loopback port.
///
/// Durable as in production: `fsync` and `synchronous_commit` are on, so that whatever was committed is there after
/// `kill -9` of this JVM or of the server. The server ends with this JVM, however that ends.
///
/// A folder serves one process at a time. A start waits, for a bounded time, until the server of a JVM that just died
/// has left the folder, and refuses while another living process holds it.
///
/// Every failure is an [EmbeddedPostgresException] with one clear line.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "countersign";
    private static final String MAINTENANCE_DATABASE = "postgres";
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";

    private final FolderLock lock;
    private final Server server;

    private EmbeddedPostgres(FolderLock lock, Server server) {
        this.lock = lock;
        this.server = server;
    }

    /// Starts a server on the data in `dataDir`, which is created on first use; the data are kept on close.
    public static EmbeddedPostgres start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /// Starts with settings of `postgresql.conf` that hold for this run, such as `shared_buffers` = `512MB`.
    public static EmbeddedPostgres start(Path dataDir, Map<String, String> settings) {
        return start(dataDir, settings, Account.ofThisProcess(), Server.Folder.KEPT);
    }

    /// Starts a throw-away server in a temporary folder, which is deleted when the server ends.
    public static EmbeddedPostgres temporary() {
        return temporary(Map.of());
    }

    public static EmbeddedPostgres temporary(Map<String, String> settings) {
        Path folder;
        try {
            folder = Files.createTempDirectory("countersign-postgres-");
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot create a temporary folder", e);
        }
        try {
            return start(folder, settings, Account.ofThisProcess(), Server.Folder.DELETED_AT_END);
        } catch (RuntimeException e) {
            FileTree.delete(folder);
            throw e;
        }
    }

    static EmbeddedPostgres start(Path dataDir, Map<String, String> settings, Account account, Server.Folder fate) {
        var folder = dataDir.toAbsolutePath().normalize();
        var lock = FolderLock.take(folder);
        try {
            var cluster = Cluster.in(folder, Binaries.unpacked(), account, USER);
            return new EmbeddedPostgres(lock, Server.start(cluster, settings, fate));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /// Includes the user; no password is needed.
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8)
                + "?user=" + USER;
    }

    /// Quiet if the database exists.
    public void createDatabase(String name) {
        try (var connection = DriverManager.getConnection(jdbcUrl(MAINTENANCE_DATABASE));
                var statement = connection.createStatement()) {
            statement.execute("create database \"" + name.replace("\"", "\"\"") + "\"");
        } catch (SQLException e) {
            if (!Set.of(DUPLICATE_DATABASE, UNIQUE_VIOLATION).contains(String.valueOf(e.getSQLState()))) {
                throw new EmbeddedPostgresException("Cannot create the database " + name + ": " + e.getMessage(), e);
            }
        }
    }

    /// Ends all connections and stops the server in bounded time. Quiet when it is closed already.
    @Override
    public void close() {
        server.stop();
        lock.close();
    }
}
