package dev.countersign.project;

/// What a caller proves with that it acts for a project.
public final class ProjectSecret {
    private final String text;

    private ProjectSecret(String text) {
        this.text = text;
    }

    public static ProjectSecret of(String text) {
        return new ProjectSecret(text);
    }

    /// The plain secret.
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "ProjectSecret[******]";
    }
}
