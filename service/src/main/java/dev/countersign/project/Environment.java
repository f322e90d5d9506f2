package dev.countersign.project;

/// Which kind of project an id belongs to. It is part of every id that clients see.
public enum Environment {
    TEST("test"),
    LIVE("live");

    private final String text;

    Environment(String text) {
        this.text = text;
    }

    /// As it stands in ids: `test` or `live`.
    public String text() {
        return text;
    }
}
