package dev.countersign.cli;

import dev.countersign.project.HoldName;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Keeps entries of a project's audit trail from being dropped.")
final class ProjectHoldCommand {
    private final Console console;

    ProjectHoldCommand(Console console) {
        this.console = console;
    }

    @Command(mixinStandardHelpOptions = true, description = "Places a legal hold.")
    void place(
            @Mixin DatabaseOption database,
            @Option(names = "--user", paramLabel = "USER_ID", description = "Only what is about this user.") @Nullable
                    String user,
            @Parameters(index = "0", paramLabel = "PROJECT_ID", description = "For example project-test-...")
                    ProjectId project,
            @Parameters(
                            index = "1",
                            paramLabel = "NAME",
                            description = "What the hold is called, such as CASE-2026-17. Auditors see it.")
                    HoldName name) {
        Logging.FOR_PEOPLE.begin();
        try (var projects = Projects.in(database.address())) {
            var held = Optional.ofNullable(user).map(ProjectHoldCommand::id);
            projects.hold(project, name, held.map(UserId::value));
            console.say("Placed " + name);
            if (held.isPresent() && !projects.hasUser(project, held.get())) {
                console.say("WARNING: " + project + " has no user " + user + ": the hold keeps nothing");
            }
        }
    }

    private static UserId id(String user) {
        try {
            return UserId.parse(user);
        } catch (IllegalArgumentException e) {
            throw new Complaint("--user: " + e.getMessage(), e);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Lifts a legal hold.")
    void lift(
            @Mixin DatabaseOption database,
            @Parameters(index = "0", paramLabel = "PROJECT_ID", description = "For example project-test-...")
                    ProjectId project,
            @Parameters(index = "1", paramLabel = "NAME", description = "What the hold is called.") HoldName name) {
        Logging.FOR_PEOPLE.begin();
        try (var projects = Projects.in(database.address())) {
            projects.lift(project, name);
            console.say("Lifted " + name);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the legal holds of a project.")
    void list(
            @Mixin DatabaseOption database,
            @Parameters(paramLabel = "PROJECT_ID", description = "For example project-test-...") ProjectId project) {
        Logging.FOR_PEOPLE.begin();
        try (var projects = Projects.in(database.address())) {
            projects.holds(project).forEach(console::say);
        }
    }
}
