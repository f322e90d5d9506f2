package dev.countersign.project;

/// Names a project, for example `project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f`. Not a secret.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record ProjectId(String value) {
    private static final IdForm FORM = new IdForm("project");

    public ProjectId {
        FORM.require(value);
    }

    public static ProjectId random(Environment environment) {
        return new ProjectId(FORM.random(environment));
    }

    /// Reads an id that came from outside.
    ///
    /// @throws IllegalArgumentException if `text` is not a project id
    public static ProjectId parse(String text) {
        return new ProjectId(text);
    }

    public Environment environment() {
        return FORM.environmentIn(value).orElseThrow();
    }

    @Override
    public String toString() {
        return value;
    }
}
