package dev.countersign.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What Linux tells of a process in `/proc`.
final class ProcStat {

    /// Linux counts in hundredths of a second towards programs, whatever its own clock does.
    private static final long TICK_NANOS = 10_000_000;

    private static final int PARENT = 1;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_USER_TIME = 13;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STOLEN = 8;

    private ProcStat() {}

    static long parent(long pid) {
        return fields(pid)[PARENT];
    }

    /// CPU time that it used itself, in nanoseconds; 0 if it is gone.
    static long cpu(long pid) {
        var fields = fields(pid);
        return TICK_NANOS * (fields[USER_TIME] + fields[SYSTEM_TIME]);
    }

    /// CPU time of its children that have ended.
    static long endedChildrenCpu(long pid) {
        var fields = fields(pid);
        return TICK_NANOS * (fields[CHILDREN_USER_TIME] + fields[CHILDREN_SYSTEM_TIME]);
    }

    /// CPU time that anybody used, and that was kept from this machine by others on the same hardware.
    static long busy() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var ticks = lines.findFirst().orElseThrow().split(" +", -1);
            return TICK_NANOS * (sum(ticks, 1, IDLE) + sum(ticks, WAITING + 1, STOLEN + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(String[] ticks, int from, int to) {
        return Arrays.stream(ticks, from, to).mapToLong(Long::parseLong).sum();
    }

    /// Its memory, in bytes.
    static long residentBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fields after the name, which may hold anything; the first of them is a letter and comes as 0.
    private static long[] fields(long pid) {
        try {
            var line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            var fields = new long[CHILDREN_SYSTEM_TIME + 1];
            for (var i = 1; i < fields.length; i++) {
                fields[i] = Long.parseLong(words[i]);
            }
            return fields;
        } catch (IOException _) {
            return new long[CHILDREN_SYSTEM_TIME + 1]; // It has ended.
        }
    }
}
