package dev.countersign.cli;

/// How this process writes its log. To be chosen before anything is logged; `-Dlogback.configurationFile=...` goes
/// before either.
enum Logging {
    /// In words, and only what a person should look at.
    FOR_PEOPLE("logback-people.xml"),
    /// One JSON object a line.
    FOR_MACHINES("logback-machines.xml");

    private static final String PROPERTY = "logback.configurationFile";

    private final String file;

    Logging(String file) {
        this.file = file;
    }

    void begin() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "dev/countersign/cli/" + file);
        }
    }
}
