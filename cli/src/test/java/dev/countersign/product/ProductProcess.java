package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One process of the packaged product, with the options that its launcher starts it with.
///
/// What it says on both streams goes to a file below `target/product`, which stays for those who look for the cause of
/// a failure.
final class ProductProcess implements AutoCloseable {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Process process;
    private final Path output;

    private ProductProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts `countersign` with these arguments. Of this process's environment nothing that sets the product counts.
    static ProductProcess start(Map<String, String> settings, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Daxoniq.update-checker.disabled=true",
                "-cp",
                TARGET.resolve("lib") + "/*",
                "dev.countersign.cli.Main"));
        command.addAll(List.of(arguments));
        try {
            var logs = Files.createDirectories(TARGET.resolve("product"));
            var output = logs.resolve("%02d-%s.log".formatted(COUNT.incrementAndGet(), arguments[0]));
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_"));
            builder.environment().putAll(settings);
            return new ProductProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command that ends by itself, and gives what it said.
    static String run(Map<String, String> settings, String... arguments) {
        try (var command = start(settings, arguments)) {
            assertThat(command.exitCode(START)).as(command.output()).isZero();
            return command.output();
        }
    }

    /// Runs a command that finds something wrong, and gives what it said.
    static String fails(Map<String, String> settings, String... arguments) {
        try (var command = start(settings, arguments)) {
            assertThat(command.exitCode(START)).as(command.output()).isEqualTo(1);
            return command.output();
        }
    }

    /// Waits until it has said something, and gives what that was; fails if it ends before.
    Matcher awaitOutput(String pattern) {
        var form = Pattern.compile(pattern);
        return Eventually.gives(START, () -> said(form), Matcher::hasMatch);
    }

    private Matcher said(Pattern form) {
        var alive = process.isAlive();
        var said = form.matcher(output());
        if (!said.find() && !alive) {
            throw new AssertionError("It ended with " + process.exitValue() + " and said:\n" + output());
        }
        return said;
    }

    /// All that it has said so far.
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9` of this process alone; what it has started is left to find out.
    void kill() {
        kill(List.of(process.toHandle()));
    }

    /// `kill -9` of this process and all that it has started, at once.
    void killAll() {
        kill(Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList());
    }

    /// Asks it to end, as Ctrl-C and SIGTERM do, and gives its exit code.
    int terminate(Duration limit) {
        process.destroy();
        return exitCode(limit);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            killAll();
        }
    }

    private int exitCode(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("It ends within %s, having said:%n%s", limit, output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void kill(List<ProcessHandle> victims) {
        victims.forEach(ProcessHandle::destroyForcibly);
        victims.forEach(victim -> victim.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }
}
