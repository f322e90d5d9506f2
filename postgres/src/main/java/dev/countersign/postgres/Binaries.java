package dev.countersign.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The programs of PostgreSQL, unpacked once per version and user into `$XDG_CACHE_HOME/countersign`.
///
/// A folder with the final name is complete: it is filled under another name, by one process at a time, and renamed.
record Binaries(Path home, String version) {
    private static final Logger log = LoggerFactory.getLogger(Binaries.class);
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    static Binaries unpacked() {
        return unpacked(cacheFolder());
    }

    static synchronized Binaries unpacked(Path cache) {
        var version = readVersion();
        var home = cache.resolve("postgres-" + version);
        try {
            if (!Files.isDirectory(home)) {
                unpackAlone(home);
            }
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot unpack PostgreSQL into " + home, e);
        }
        return new Binaries(home, version);
    }

    /// The programs of another major version cannot read a cluster of this one.
    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static Path cacheFolder() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var cache = xdg == null || xdg.isBlank() ? Path.of(userHome(), ".cache") : Path.of(xdg);
        return cache.resolve("countersign");
    }

    private static String userHome() {
        return System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    }

    private static void unpackAlone(Path home) throws IOException {
        Files.createDirectories(home.getParent());
        var lock = home.resolveSibling(home.getFileName() + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (Files.isDirectory(home)) {
                return;
            }
            log.info("Unpacking PostgreSQL into {}", home);
            var partial = home.resolveSibling(home.getFileName() + ".partial");
            FileTree.delete(partial);
            unpack(partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive())))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive reaches out of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        }
    }

    private static EnumSet<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    private static InputStream archive() {
        var platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        var stream = platform.equals("Linux amd64") ? Binaries.class.getResourceAsStream(ARCHIVE) : null;
        if (stream == null) {
            throw new EmbeddedPostgresException("There is no embedded PostgreSQL for " + platform);
        }
        return stream;
    }

    private static String readVersion() {
        var properties = new Properties();
        try (var stream = Binaries.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(stream));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Cannot read the version of PostgreSQL", e);
        }
        return properties.getProperty("binaries");
    }
}
