package dev.countersign.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A folder, best on a disk that the database's administrators cannot write: `FOLDER/LEDGER/SIZE`, one
/// checkpoint in each file. A file is there whole or not at all, and is never replaced: another checkpoint over
/// as many entries, which nobody signs unless the database was set back or altered, comes beside it as
/// `SIZE.2`, and so on.
public record CheckpointFolder(Path folder) implements CheckpointTarget {

    @Override
    public String name() {
        return "folder " + folder.toAbsolutePath().normalize();
    }

    @Override
    public void put(String ledger, long size, String note) throws IOException {
        var place = Files.createDirectories(within(ledger));
        force(folder);
        var whole = written(place, note);
        try {
            var file = place.resolve("%019d".formatted(size));
            for (var other = 2; !isThere(file, whole, note); other++) {
                file = place.resolve("%019d.%d".formatted(size, other));
            }
            force(place);
        } finally {
            Files.delete(whole);
        }
    }

    /// @throws IllegalArgumentException if that is no folder in this one
    private Path within(String ledger) {
        var place = folder.resolve(ledger);
        if (!folder.toAbsolutePath()
                .normalize()
                .equals(place.toAbsolutePath().normalize().getParent())) {
            throw new IllegalArgumentException("The name of a ledger leads out of " + folder);
        }
        return place;
    }

    /// False: something else is.
    private static boolean isThere(Path file, Path whole, String note) throws IOException {
        try {
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException _) {
            return Files.readString(file).equals(note);
        }
    }

    private static Path written(Path place, String note) throws IOException {
        var file = place.resolve("." + UUID.randomUUID());
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var content = UTF_8.encode(note);
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        return file;
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
