package dev.countersign.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/// The file `project.env`: the credentials of a project, in a form that a shell can read too.
record ProjectEnv(String projectId, String secret) {
    private static final Pattern FORM =
            Pattern.compile("\\s*PROJECT_ID=(project-(?:test|live)-[0-9a-f-]{36})\\s+SECRET=([A-Za-z0-9_-]{20,})\\s*");

    static ProjectEnv of(NewSecret fresh) {
        return new ProjectEnv(fresh.projectId(), fresh.secret());
    }

    /// Empty if there is no such file; a [Complaint] if it holds anything else.
    static Optional<ProjectEnv> read(PrivateFile file) {
        return file.read().map(text -> {
            var found = FORM.matcher(text);
            if (!found.matches()) {
                throw new Complaint(file.path() + " is damaged: it should hold the lines PROJECT_ID=project-test-..."
                        + " and SECRET=...; remove it to get a new secret");
            }
            return new ProjectEnv(found.group(1), found.group(2));
        });
    }

    void write(PrivateFile file) {
        file.write(text());
    }

    String text() {
        return "PROJECT_ID=" + projectId + "\nSECRET=" + secret + "\n";
    }

    @Override
    public String toString() {
        return "ProjectEnv[" + projectId + ", ******]";
    }
}
