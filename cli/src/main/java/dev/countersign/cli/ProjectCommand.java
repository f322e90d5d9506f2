package dev.countersign.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "project", mixinStandardHelpOptions = true, description = "Creates projects, adds and revokes secrets.")
final class ProjectCommand {
    private final Product product;
    private final Console console;

    ProjectCommand(Product product, Console console) {
        this.product = product;
        this.console = console;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Creates a project with a first secret, which is printed and cannot be shown again.")
    void create(
            @Mixin DatabaseOption database,
            @Option(names = "--live", description = "For real people; without it a test project is made.") boolean live,
            @Parameters(paramLabel = "NAME", description = "What people call it.") String name) {
        try (var projects = product.openProjects(database.url())) {
            console.say(ProjectEnv.of(projects.create(name, live)).text().strip());
        }
    }

    @Command(
            name = "add-secret",
            mixinStandardHelpOptions = true,
            description = "Adds a secret, which is printed and cannot be shown again. The others stay valid.")
    void addSecret(
            @Mixin DatabaseOption database,
            @Parameters(paramLabel = "PROJECT_ID", description = "For example project-test-...") String projectId) {
        try (var projects = product.openProjects(database.url())) {
            var added = projects.addSecret(projectId);
            console.say("SECRET_ID=" + added.secretId() + "\nSECRET=" + added.secret());
        }
    }

    @Command(
            name = "revoke-secret",
            mixinStandardHelpOptions = true,
            description = "Revokes a secret at once and for good.")
    void revokeSecret(
            @Mixin DatabaseOption database,
            @Parameters(index = "0", paramLabel = "PROJECT_ID", description = "For example project-test-...")
                    String projectId,
            @Parameters(
                            index = "1",
                            paramLabel = "SECRET_ID",
                            description = "As add-secret printed it; not the secret.")
                    String secretId) {
        try (var projects = product.openProjects(database.url())) {
            projects.revokeSecret(projectId, secretId);
            console.say("Revoked " + secretId);
        }
    }
}
