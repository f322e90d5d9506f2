package dev.countersign.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Cuts a stream into lines, each ended by one newline.
final class Lines {
    /// Far above any entry.
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;
    private long number;
    private boolean whole = true;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The next one, without its end; empty behind the last.
    Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream(1024);
        while (line.size() < MOST_BYTES && (from < to || fill())) {
            var end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            from = Math.min(end + 1, to);
            if (end < to) {
                number++;
                return Optional.of(line.toByteArray());
            }
        }
        whole = line.size() == 0;
        number += whole ? 0 : 1;
        return whole ? Optional.empty() : Optional.of(line.toByteArray());
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    /// The number of the line that came last, from 1.
    long number() {
        return number;
    }

    /// False: the line that came last has no end, or is longer than any that is written.
    boolean isWhole() {
        return whole;
    }
}
