package dev.countersign.project;

import java.util.regex.Pattern;

/// The public name of a project, `project-test-<uuid>` or `project-live-<uuid>`.
public record ProjectId(String value) {
    private static final Pattern FORM =
            Pattern.compile("project-(test|live)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /// Reads a project id.
    ///
    /// @throws IllegalArgumentException if the text has another form
    public static ProjectId parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a project id");
        }
        return new ProjectId(text);
    }
}
