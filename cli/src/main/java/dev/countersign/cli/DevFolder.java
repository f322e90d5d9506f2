package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The folder that holds all of a `dev` installation: the database, the keys, and the first project's credentials.
///
/// Removing it as a whole starts anew. The database without its keys is worthless, so that keys are made only for a
/// folder without a database.
record DevFolder(Path path) {

    /// `countersign` among the data of the user, as the XDG base directory specification has it.
    static Path usual(Map<String, String> environment) {
        var data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
        var home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return (data.isAbsolute() ? data : home.resolve(".local/share")).resolve("countersign");
    }

    /// Creates the folder if need be, and makes sure that it can be written to.
    static DevFolder in(Path path) {
        var folder = path.toAbsolutePath().normalize();
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.delete(Files.createTempFile(folder, ".writable", ""));
        } catch (IOException e) {
            throw new Complaint("Cannot write to the data folder " + folder + ": " + IoReason.of(e), e);
        }
        return new DevFolder(folder);
    }

    Path database() {
        return path.resolve("postgres");
    }

    /// The credentials of the first project.
    PrivateFile projectEnv() {
        return new PrivateFile(path.resolve("project.env"));
    }

    /// The key ring of this folder, made at the first call. A damaged one is a complaint.
    KeyRing keys() {
        var file = new PrivateFile(path.resolve("keys.json"));
        return new KeyRingText(file.path(), file.read().orElseGet(() -> firstKeys(file))).parse();
    }

    private String firstKeys(PrivateFile file) {
        if (Files.exists(database())) {
            throw new Complaint(file.path() + " is missing, and the database beside it cannot be read without it");
        }
        var fresh = KeyRing.generate().revealJson();
        return file.create(fresh) ? fresh : file.read().orElse(fresh);
    }
}
