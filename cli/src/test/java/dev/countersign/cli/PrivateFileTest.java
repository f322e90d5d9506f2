package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path folder;

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        var file = file();
        file.write("secret");
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(file.read()).contains("secret");
    }

    @Test
    void isReplacedWithoutAnythingLeftBeside() {
        var file = file();
        file.write("a longer first content");
        file.write("second");
        assertThat(file.read()).contains("second");
        assertThat(folder).isDirectoryContaining(file.path()::equals).isNotEmptyDirectory();
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void isCreatedOnceAndThenKept() throws Exception {
        var file = file();
        assertThat(file.create("first")).isTrue();
        assertThat(file.create("second")).isFalse();
        assertThat(file.read()).contains("first");
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void aMissingOneIsEmpty() {
        assertThat(file().read()).isEmpty();
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        assertThatThrownBy(() -> new PrivateFile(folder.resolve("none/file")).write(""))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Cannot write " + folder.resolve("none/file"));
    }

    private PrivateFile file() {
        return new PrivateFile(folder.resolve("file"));
    }

    private String mode() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("file")));
    }
}
