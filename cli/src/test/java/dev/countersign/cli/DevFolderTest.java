package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevFolderTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/ada");

    @TempDir
    private Path temp;

    @Test
    void usuallyLiesAmongTheDataOfTheUser() {
        assertThat(DevFolder.usual(HOME)).hasToString("/home/ada/.local/share/countersign");
        assertThat(DevFolder.usual(Map.of("XDG_DATA_HOME", "/data"))).hasToString("/data/countersign");
        assertThat(DevFolder.usual(Map.of("XDG_DATA_HOME", "relative", "HOME", "/home/ada")))
                .hasToString("/home/ada/.local/share/countersign");
    }

    @Test
    void isCreatedForItsOwnerAlone() throws Exception {
        var folder = DevFolder.in(temp.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        assertThat(folder.path()).isEmptyDirectory();
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        var file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DevFolder.in(file))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Cannot write to the data folder " + file);
        assertThatThrownBy(() -> DevFolder.in(file.resolve("below")))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Cannot write to the data folder " + file.resolve("below"));
    }

    @Test
    void keysAreMadeOnceAndKept() throws Exception {
        var folder = DevFolder.in(temp);
        var first = folder.keys().revealJson();
        assertThat(folder.keys().revealJson()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void damagedKeysAreNamedWithTheirFile() {
        new PrivateFile(temp.resolve("keys.json")).write("{");
        assertThatThrownBy(() -> DevFolder.in(temp).keys())
                .isInstanceOf(Complaint.class)
                .hasMessageStartingWith(temp.resolve("keys.json") + ": The key ring is damaged");
    }

    @Test
    void aDatabaseWithoutItsKeysGetsNoOthers() throws Exception {
        Files.createDirectory(temp.resolve("postgres"));
        assertThatThrownBy(() -> DevFolder.in(temp).keys())
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("keys.json is missing");
        assertThat(temp.resolve("keys.json")).doesNotExist();
    }
}
