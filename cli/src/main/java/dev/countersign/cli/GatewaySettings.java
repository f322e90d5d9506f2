package dev.countersign.cli;

/// @param serviceAddress host and port of the service
/// @param httpPort 0 stands for any free port
/// @param handset whether the page and the JSON of the handset are served
record GatewaySettings(String serviceAddress, int httpPort, boolean handset) {}
