package dev.countersign.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One process at a time holds a folder. The operating system lets go of it when the process dies.
///
/// A lock of this kind belongs to the process and is lost when *any* of its channels on the file is closed. So the
/// folders that this JVM holds are known here, and the file of a held one is never opened again.
final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Creates the folder if need be.
    static FolderLock take(Path folder) {
        Path real;
        try {
            real = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot create the data folder " + folder, e);
        }
        if (!HELD.add(real)) {
            throw inUse(folder);
        }
        try {
            return new FolderLock(real, lock(real));
        } catch (IOException e) {
            HELD.remove(real);
            throw EmbeddedPostgresException.because("Cannot write to the data folder " + folder, e);
        } catch (RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(folder);
    }

    private static EmbeddedPostgresException inUse(Path folder) {
        return new EmbeddedPostgresException("The data folder " + folder + " is in use by another process");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot release the data folder " + folder, e);
        } finally {
            HELD.remove(folder);
        }
    }
}
