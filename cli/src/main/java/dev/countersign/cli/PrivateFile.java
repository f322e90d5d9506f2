package dev.countersign.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A small file with a secret in it, that its owner alone can read (mode 0600).
///
/// It is there whole or not at all, whenever the process or the machine dies.
record PrivateFile(Path path) {
    private static final String MODE = "rw-------";

    /// Empty if there is no such file.
    Optional<String> read() {
        try {
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Complaint("Cannot read " + path + ": " + IoReason.of(e), e);
        }
    }

    /// Creates or replaces it.
    void write(String content) {
        try {
            Files.move(written(content), path, StandardCopyOption.ATOMIC_MOVE);
            force(folder());
        } catch (IOException e) {
            throw new Complaint("Cannot write " + path + ": " + IoReason.of(e), e);
        }
    }

    /// Creates it, unless it is there: of several processes exactly one succeeds.
    boolean create(String content) {
        try {
            var complete = written(content);
            try {
                Files.createLink(path, complete);
                force(folder());
                return true;
            } catch (FileAlreadyExistsException _) {
                return false;
            } finally {
                Files.delete(complete);
            }
        } catch (IOException e) {
            throw new Complaint("Cannot write " + path + ": " + IoReason.of(e), e);
        }
    }

    private Path folder() {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    private Path written(String content) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE));
        var file = Files.createTempFile(folder(), "." + path.getFileName(), ".new", mode);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            channel.force(true);
            return file;
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
