package dev.countersign.gateway;

/// A way in: an HTTP method and a path, and what stands behind them.
public record Route(String method, PathTemplate path, Endpoint endpoint) {}
