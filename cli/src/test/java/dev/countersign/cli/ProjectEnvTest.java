package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectEnvTest {
    private static final String ID = "project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f";
    private static final String SECRET = "secret-test-abcdefghijklmnopqrstuvwxyz_-0123456789";

    @TempDir
    private Path folder;

    @Test
    void isReadAsItWasWritten() {
        new ProjectEnv(ID, SECRET).write(file());
        assertThat(file().read()).contains("PROJECT_ID=" + ID + "\nSECRET=" + SECRET + "\n");
        assertThat(ProjectEnv.read(file())).contains(new ProjectEnv(ID, SECRET));
    }

    @Test
    void mayBeMissing() {
        assertThat(ProjectEnv.read(file())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROJECT_ID=" + ID,
                "SECRET=" + SECRET,
                "PROJECT_ID=\nSECRET=" + SECRET,
                "PROJECT_ID=" + ID + "\nSECRET=",
                "PROJECT_ID=" + ID + "\nSECRET=" + SECRET + "'; rm -r /",
                "PROJECT_ID=" + ID + "\nSECRET=" + SECRET + "\nSECRET=" + SECRET,
                "\0\0\0\0"
            })
    void aDamagedOneIsNamedAndNotQuoted(String content) {
        file().write(content);
        assertThatThrownBy(() -> ProjectEnv.read(file()))
                .isInstanceOf(Complaint.class)
                .hasMessageStartingWith(folder.resolve("project.env") + " is damaged")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aSecretIsNotShownByChance() {
        assertThat(new ProjectEnv(ID, SECRET)).asString().doesNotContain(SECRET);
        assertThat(new NewSecret(ID, "id", SECRET)).asString().doesNotContain(SECRET);
        assertThat(new ServiceSettings("jdbc:postgresql://h/d?password=pw", 1, "ring", false))
                .asString()
                .doesNotContain("pw", "ring");
    }

    private PrivateFile file() {
        return new PrivateFile(folder.resolve("project.env"));
    }
}
