package dev.countersign.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A JVM with the class path of this one, as small as in production. It is to end when its standard input does, so that
/// none outlives this process.
final class ChildJvm {

    private static final String PREFIX = "COUNTERSIGN_";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ChildJvm() {}

    /// @param options of the JVM; those that come later win
    /// @param settings by name, such as `store.leaders`; what the environment of this process sets counts for
    ///     nothing
    static Process start(List<String> options, Class<?> main, Map<String, String> settings) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Dio.grpc.netty.shaded.io.netty.leakDetection.level=disabled",
                "-Dlogback.configurationFile=dev/countersign/bench/logback.xml"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith(PREFIX));
        settings.forEach((name, value) -> builder.environment().put(variable(name), value));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("A JVM cannot be started.", e);
        }
    }

    private static String variable(String setting) {
        return PREFIX + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
