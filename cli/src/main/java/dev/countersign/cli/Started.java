package dev.countersign.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What has been started so far, for stopping it in the opposite order.
///
/// Ctrl-C may come in the middle of a start, on a thread of its own: what is added later is stopped at once.
final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Consumer<String> trouble;
    private boolean closed;

    /// @param trouble is told what could not be stopped; it does not keep the others running
    Started(Consumer<String> trouble) {
        this.trouble = trouble;
    }

    synchronized <T extends AutoCloseable> T add(T part) {
        running.push(part);
        if (closed) {
            close();
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            stop(running.pop());
        }
    }

    private void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            trouble.accept("Could not stop cleanly: " + e.getMessage());
        }
    }
}
