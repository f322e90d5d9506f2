package dev.countersign.cli;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import java.util.Optional;
import java.util.regex.Pattern;

/// The file `project.env`: the credentials of a project, in a form that a shell can read too.
record ProjectEnv(ProjectId projectId, ProjectSecret secret) {
    private static final Pattern FORM =
            Pattern.compile("\\s*PROJECT_ID=([a-z0-9-]+)\\s+SECRET=([A-Za-z0-9_-]{20,})\\s*");

    static ProjectEnv of(NewSecret fresh) {
        return new ProjectEnv(fresh.project(), fresh.secret());
    }

    /// Empty if there is no such file; a [Complaint] if it holds anything else.
    static Optional<ProjectEnv> read(PrivateFile file) {
        return file.read()
                .map(text -> parse(text)
                        .orElseThrow(() -> new Complaint(
                                file.path() + " is damaged: it should hold the lines PROJECT_ID=project-test-... and"
                                        + " SECRET=secret-test-...; remove it to get a new secret")));
    }

    void write(PrivateFile file) {
        file.write(revealText());
    }

    /// Holds the secret in the clear.
    String revealText() {
        return "PROJECT_ID=" + projectId + "\nSECRET=" + secret.revealOnce() + "\n";
    }

    private static Optional<ProjectEnv> parse(String text) {
        var found = FORM.matcher(text);
        try {
            return found.matches()
                    ? Optional.of(new ProjectEnv(ProjectId.parse(found.group(1)), ProjectSecret.of(found.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
