package dev.countersign.cli;

/// @param databaseUrl of JDBC
/// @param grpcPort 0 stands for any free port
/// @param keys the content of a key ring
/// @param handset whether messages go to a page instead of phones
record ServiceSettings(String databaseUrl, int grpcPort, String keys, boolean handset) {
    /// Leaves out the keys, and the password that a URL may hold.
    @Override
    public String toString() {
        return "ServiceSettings[grpcPort=" + grpcPort + ", handset=" + handset + "]";
    }
}
