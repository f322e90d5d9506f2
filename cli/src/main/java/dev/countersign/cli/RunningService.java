package dev.countersign.cli;

/// A gRPC service at work.
interface RunningService extends Running {
    Projects projects();
}
