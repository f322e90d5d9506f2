package dev.countersign.cli;

import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import java.sql.SQLException;
import java.util.Optional;

/// The project that `dev` prints the credentials of.
final class FirstProject {
    private static final String NAME = "dev";

    private FirstProject() {}

    /// The one that was known at the last start, or else one whose credentials are now in `file`.
    ///
    /// Where the credentials were lost the project gets another secret, so that its users stay.
    static ProjectEnv of(Optional<ProjectEnv> known, PrivateFile file, Projects projects) throws SQLException {
        if (known.isPresent()) {
            return accepted(known.get(), file, projects);
        }
        var fresh = ProjectEnv.of(projects.oldest()
                .map(project -> projects.addSecret(project, SecretRole.APPLICATION))
                .orElseGet(() -> projects.create(NAME, Environment.TEST)));
        fresh.write(file);
        return fresh;
    }

    private static ProjectEnv accepted(ProjectEnv env, PrivateFile file, Projects projects) {
        if (!projects.accept(env.projectId(), env.secret())) {
            throw new Complaint("The database does not know the project and secret in " + file.path()
                    + "; remove that file to get new ones");
        }
        return env;
    }
}
