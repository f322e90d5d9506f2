package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What a server writes about itself into `postmaster.pid`.
///
/// @param pid of the first of its processes
/// @param ready whether it accepts connections
record PostmasterPid(long pid, boolean ready) {
    private static final int STATUS_LINE = 7;

    /// Empty if there is no such file, or only the beginning of one.
    static Optional<PostmasterPid> read(Path file) {
        try {
            var lines = Files.readAllLines(file);
            var ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
            return Optional.of(new PostmasterPid(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (IOException | NumberFormatException | NoSuchElementException _) {
            return Optional.empty();
        }
    }
}
