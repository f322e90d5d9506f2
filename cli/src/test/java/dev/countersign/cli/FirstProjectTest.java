package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FirstProjectTest {
    private EmbeddedPostgres postgres;
    private Projects projects;
    private PrivateFile file;

    @BeforeAll
    void startDatabase() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    void stopDatabase() {
        postgres.close();
    }

    @BeforeEach
    void openProjects(TestInfo test, @TempDir Path folder) {
        var database = test.getTestMethod().orElseThrow().getName();
        projects = projects(database);
        file = new PrivateFile(folder.resolve("project.env"));
    }

    @AfterEach
    void closeProjects() {
        projects.close();
    }

    @Test
    void anEmptyDatabaseGetsATestProject() throws Exception {
        var env = first();
        assertThat(env.projectId().environment()).isEqualTo(Environment.TEST);
        assertThat(projects.oldest()).contains(env.projectId());
        assertThat(projects.accept(env.projectId(), env.secret())).isTrue();
        assertThat(file.read()).contains(env.revealText());
    }

    @Test
    void aKnownProjectIsUsedAgain() throws Exception {
        var first = first();
        assertThat(FirstProject.of(Optional.of(first), file, projects)).isEqualTo(first);
        assertThat(file.read()).contains(first.revealText());
    }

    @Test
    void whereTheFileIsLostTheSameProjectGetsAnotherSecret() throws Exception {
        var first = first();
        var second = first();
        assertThat(second.projectId()).isEqualTo(first.projectId());
        assertThat(second.revealText()).isNotEqualTo(first.revealText());
        assertThat(projects.accept(first.projectId(), first.secret())).isTrue();
        assertThat(projects.accept(second.projectId(), second.secret())).isTrue();
    }

    @Test
    void aFileThatBelongsToAnotherDatabaseIsRefusedAndKept() {
        try (var elsewhere = projects("elsewhere")) {
            var foreign = ProjectEnv.of(elsewhere.create("elsewhere", Environment.TEST));
            foreign.write(file);
            assertThatThrownBy(() -> FirstProject.of(Optional.of(foreign), file, projects))
                    .isInstanceOf(Complaint.class)
                    .hasMessageContaining("project.env");
            assertThat(file.read()).contains(foreign.revealText());
        }
    }

    private ProjectEnv first() throws SQLException {
        return FirstProject.of(Optional.empty(), file, projects);
    }

    private Projects projects(String database) {
        postgres.createDatabase(database);
        return Projects.in(new DatabaseAddress(postgres.jdbcUrl(database), "", ""));
    }
}
