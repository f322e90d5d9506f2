package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstProjectTest {
    @TempDir
    private Path folder;

    private final PretendProjects projects = new PretendProjects();
    private PrivateFile file = new PrivateFile(Path.of("project.env"));

    @BeforeEach
    void file() {
        file = new PrivateFile(folder.resolve("project.env"));
    }

    @Test
    void anEmptyDatabaseGetsATestProject() {
        var env = FirstProject.of(Optional.empty(), file, projects);
        assertThat(projects.secrets).hasSize(1);
        assertThat(env.projectId()).startsWith("project-test-");
        assertThat(ProjectEnv.read(file)).contains(env);
    }

    @Test
    void aKnownProjectIsUsedAgain() {
        var first = FirstProject.of(Optional.empty(), file, projects);
        assertThat(FirstProject.of(Optional.of(first), file, projects)).isEqualTo(first);
        assertThat(projects.secrets.get(first.projectId())).hasSize(1);
    }

    @Test
    void whereTheFileIsLostTheSameProjectGetsAnotherSecret() {
        var first = FirstProject.of(Optional.empty(), file, projects);
        var second = FirstProject.of(Optional.empty(), file, projects);
        assertThat(second.projectId()).isEqualTo(first.projectId());
        assertThat(second.secret()).isNotEqualTo(first.secret());
        assertThat(ProjectEnv.read(file)).contains(second);
        assertThat(projects.accepts(first.projectId(), first.secret())).isTrue();
    }

    @Test
    void aFileThatBelongsToAnotherDatabaseIsRefusedAndKept() {
        var foreign = ProjectEnv.of(new PretendProjects().create("elsewhere", false));
        foreign.write(file);
        assertThatThrownBy(() -> FirstProject.of(Optional.of(foreign), file, projects))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("project.env");
        assertThat(ProjectEnv.read(file)).contains(foreign);
    }
}
