package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
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
        new ProjectEnv(ProjectId.parse(ID), ProjectSecret.of(SECRET)).write(file());
        assertThat(file().read()).contains("PROJECT_ID=" + ID + "\nSECRET=" + SECRET + "\n");
        var read = ProjectEnv.read(file()).orElseThrow();
        assertThat(read.projectId()).hasToString(ID);
        assertThat(read.secret().revealOnce()).isEqualTo(SECRET);
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
                "PROJECT_ID=project-test-1\nSECRET=" + SECRET,
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
        assertThat(new ProjectEnv(ProjectId.parse(ID), ProjectSecret.of(SECRET)))
                .asString()
                .doesNotContain(SECRET);
        assertThat(new DatabaseAddress("jdbc:postgresql://h/d?password=hunter2", "me", "hunter3"))
                .asString()
                .doesNotContain("hunter");
        assertThat(new KeyRingText("file", "hunter4")).asString().doesNotContain("hunter");
    }

    private PrivateFile file() {
        return new PrivateFile(folder.resolve("project.env"));
    }
}
