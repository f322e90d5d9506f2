package dev.countersign.cli;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "project", mixinStandardHelpOptions = true, description = "Creates projects, adds and revokes secrets.")
final class ProjectCommand {
    private final Console console;

    ProjectCommand(Console console) {
        this.console = console;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Creates a project with a first secret, which is printed and cannot be shown again.")
    void create(
            @Mixin DatabaseOption database,
            @Option(names = "--live", description = "For real people; without it a test project is made.") boolean live,
            @Parameters(paramLabel = "NAME", description = "What people call it.") String name) {
        try (var projects = open(database)) {
            var created = projects.create(name, live ? Environment.LIVE : Environment.TEST);
            console.say(ProjectEnv.of(created).revealText().strip());
        }
    }

    @Command(
            name = "add-secret",
            mixinStandardHelpOptions = true,
            description = "Adds a secret, which is printed and cannot be shown again. The others stay valid.")
    void addSecret(
            @Mixin DatabaseOption database,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "application",
                            description = "What it is for: application, the default; auditor, which reads the audit"
                                    + " trail and does nothing else; or auditor-clear, which may see the personal data"
                                    + " in it, too.")
                    SecretRole role,
            @Parameters(paramLabel = "PROJECT_ID", description = "For example project-test-...") ProjectId project) {
        try (var projects = open(database)) {
            var added = projects.addSecret(project, role);
            console.say("SECRET_ID=" + added.id() + "\nSECRET=" + added.secret().revealOnce());
        }
    }

    @Command(
            name = "revoke-secret",
            mixinStandardHelpOptions = true,
            description = "Revokes a secret at once and for good.")
    void revokeSecret(
            @Mixin DatabaseOption database,
            @Parameters(index = "0", paramLabel = "PROJECT_ID", description = "For example project-test-...")
                    ProjectId project,
            @Parameters(
                            index = "1",
                            paramLabel = "SECRET_ID",
                            description = "As add-secret printed it; not the secret.")
                    SecretId secret) {
        try (var projects = open(database)) {
            projects.revokeSecret(project, secret);
            console.say("Revoked " + secret);
        }
    }

    private static Projects open(DatabaseOption database) {
        Logging.FOR_PEOPLE.begin();
        return Projects.in(database.address());
    }
}
