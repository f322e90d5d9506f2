package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Child processes, with an environment in which nothing meant for another PostgreSQL is left.
final class Child {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Child() {}

    /// A command whose output, errors included, goes to `log`, from an empty file on.
    static Process start(List<String> command, Path folder, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot start PostgreSQL", e);
        }
    }

    /// Whether the command exists and exits with 0; its output is dropped.
    static boolean succeeds(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return endsWithin(PATIENCE, process) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    static boolean endsWithin(Duration time, Process process) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for PostgreSQL", e);
        }
    }
}
