package dev.countersign.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// The service under test, in a JVM of its own.
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String END = "";

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final int port;
    private final String authorization;
    private final String auditor;

    private ServiceProcess(Process process, BiConsumer<String, String> messages) {
        this.process = process;
        Thread.ofPlatform().daemon().name("messages").start(() -> read(messages));
        var ready = answer(ServiceLine.READY).split(" ", -1);
        port = Integer.parseInt(ready[1]);
        authorization = "Basic " + ready[2];
        auditor = "Basic " + ready[3];
    }

    /// Starts it and waits until it serves.
    ///
    /// @param options further ones of the JVM
    /// @param settings of the service, by name; the others have their defaults
    /// @param messages takes number and code of each message that it sends
    public static ServiceProcess start(
            List<String> options, Map<String, String> settings, String jdbcUrl, BiConsumer<String, String> messages) {
        var all = new HashMap<>(settings);
        all.put("database.url", jdbcUrl);
        var process = ChildJvm.start(options, BenchedService.class, all);
        try {
            return new ServiceProcess(process, messages);
        } catch (RuntimeException e) {
            ChildJvm.end(process);
            throw e;
        }
    }

    private void read(BiConsumer<String, String> messages) {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(ServiceLine.SMS)) {
                    var words = line.split(" ", -1);
                    messages.accept(words[1], words[2]);
                } else {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            answers.add(END);
        }
    }

    private String answer(String word) {
        try {
            var line = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || !line.startsWith(word)) {
                throw new IllegalStateException("The service did not answer " + word + ", but: " + line);
            }
            return line;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while the service was asked for " + word + ".", e);
        }
    }

    private String ask(String word, String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
            return answer(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /// The header with the credentials of its project.
    public String authorization() {
        return authorization;
    }

    /// The same of an auditor.
    public String auditor() {
        return auditor;
    }

    /// What is left on its heap after a garbage collection, in bytes.
    public long heapInUse() {
        return Long.parseLong(ask(ServiceLine.HEAP, ServiceLine.HEAP).split(" ", -1)[1]);
    }

    /// Begins a flight recording.
    public void record() {
        ask(ServiceLine.RECORD, ServiceLine.RECORD);
    }

    /// Ends the flight recording and writes it into a file.
    public void dump(Path file) {
        ask(ServiceLine.DUMP, ServiceLine.DUMP + " " + file.toAbsolutePath());
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }
}
