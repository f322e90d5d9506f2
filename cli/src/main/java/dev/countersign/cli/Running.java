package dev.countersign.cli;

/// A server at work.
interface Running extends AutoCloseable {
    /// Where it listens; the real one if any free port was asked for.
    int port();

    /// Ends what is under way and stops, in bounded time.
    @Override
    void close();
}
