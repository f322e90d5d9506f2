package dev.countersign.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads out of the log of a PostgreSQL program why it has ended.
final class ServerLog {
    private static final Pattern REASON = Pattern.compile("(FATAL|PANIC|DETAIL|HINT|error|could not|cannot)\\b.*");
    private static final int TAIL = 3;

    private ServerLog() {}

    /// One line, made of the last lines that tell a reason, or else of the last lines.
    static String reasonIn(Path log) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return "its log cannot be read (" + e.getMessage() + ")";
        }
        var reasons = lines.stream()
                .map(REASON::matcher)
                .filter(m -> m.find())
                .map(m -> m.group())
                .toList();
        var tail = reasons.isEmpty() ? lines : reasons;
        var told = tail.stream().skip(Math.max(0, tail.size() - TAIL)).collect(Collectors.joining("; "));
        return told.isEmpty() ? "it said nothing" : told;
    }
}
