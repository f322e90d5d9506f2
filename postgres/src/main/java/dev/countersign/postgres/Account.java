package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The account of the operating system that PostgreSQL runs under. It refuses to run as root.
///
/// @param prefix what is put before a command to run it under this account
/// @param uid whom its files belong to
record Account(List<String> prefix, int uid) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    static Account ofThisProcess() {
        var uid = uidOf(Path.of("/proc/self"));
        if (uid != ROOT) {
            return new Account(List.of(), uid);
        }
        return Child.succeeds(List.of("unshare", "-U", "true")) ? rootWithoutItsName() : nobody();
    }

    /// Root in a user namespace that knows no root: the files stay root's, and PostgreSQL sees another number.
    static Account rootWithoutItsName() {
        return new Account(List.of("unshare", "-U"), ROOT);
    }

    /// Where namespaces are forbidden, as in most containers: another user, who may enter root's folders all the same.
    /// The last option lets `access(2)` know of that too.
    static Account nobody() {
        return new Account(
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override",
                        "--securebits=+no_setuid_fixup"),
                NOBODY);
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /// Makes a folder that another account has used this account's own.
    void own(Path folder) {
        if (uidOf(folder) != uid) {
            FileTree.give(folder, uid);
        }
    }

    private static int uidOf(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot tell who owns " + path, e);
        }
    }
}
