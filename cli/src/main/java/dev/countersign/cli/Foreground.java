package dev.countersign.cli;

import java.util.concurrent.CountDownLatch;

/// A command that works until it is told to stop, by Ctrl-C or by SIGTERM.
final class Foreground {
    private Foreground() {}

    static void stopAtExit(Started started) {
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop"));
    }

    /// Returns only when the thread is interrupted.
    static void work() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
