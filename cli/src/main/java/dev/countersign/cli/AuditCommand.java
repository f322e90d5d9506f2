package dev.countersign.cli;

import picocli.CommandLine.Command;

@Command(name = "audit", mixinStandardHelpOptions = true, description = "Proves what the audit trail says.")
final class AuditCommand {}
