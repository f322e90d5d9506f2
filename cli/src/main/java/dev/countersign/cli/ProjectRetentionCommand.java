package dev.countersign.cli;

import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description =
                "Sets, or shows, how long entries of a project's audit trail are kept. Services drop the others within"
                        + " some hours.")
final class ProjectRetentionCommand implements Runnable {
    private static final String FOREVER = "forever";

    private final Console console;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Parameters(index = "0", paramLabel = "PROJECT_ID", description = "For example project-test-...")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private ProjectId project;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CLASS",
            description = "logins, messages, access or changes; left out: shows all.")
    private @Nullable RetentionClass entries;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "MONTHS",
            description = "Whole months, or forever, which is the default.")
    private String months = FOREVER;

    ProjectRetentionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Logging.FOR_PEOPLE.begin();
        try (var projects = Projects.in(database.address())) {
            if (entries != null) {
                projects.keep(project, entries, number());
            }
            var kept = projects.kept(project);
            for (var one : RetentionClass.values()) {
                var limit = kept.get(one);
                console.say("%-8s %s".formatted(one.text(), limit == null ? FOREVER : limit + " months"));
            }
        }
    }

    private Optional<Integer> number() {
        if (months.equals(FOREVER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.valueOf(months));
        } catch (NumberFormatException e) {
            throw new Complaint("MONTHS must be a whole number, or forever", e);
        }
    }
}
