package dev.countersign.cli;

/// What the commands need of Countersign itself.
///
/// Whatever fails for a reason that an operator can mend (the database cannot be reached, a port is in use, the keys
/// are
/// damaged) is a [Complaint].
interface Product {
    /// Migrates the database and serves gRPC.
    RunningService startService(ServiceSettings settings);

    /// Serves HTTP.
    Running startGateway(GatewaySettings settings);

    /// The projects in a database, without a running service; migrates the database.
    Projects openProjects(String databaseUrl);

    KeyRings keyRings();
}
