package dev.countersign.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;

/// What is done to a folder and all that is in it.
final class FileTree {
    private FileTree() {}

    /// Quiet if nothing is there.
    static void delete(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EmbeddedPostgresException("Cannot delete " + root + ": " + e.getMessage(), e);
        }
    }

    static void give(Path root, int uid) {
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EmbeddedPostgresException("Cannot change the owner of " + root + ": " + e.getMessage(), e);
        }
    }
}
