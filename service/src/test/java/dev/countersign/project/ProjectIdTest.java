package dev.countersign.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectIdTest {
    @ParameterizedTest
    @EnumSource
    void namesItsEnvironment(Environment environment) {
        var id = ProjectId.random(environment);
        assertThat(id.environment()).isEqualTo(environment);
        assertThat(id.value()).startsWith("project-" + environment.text() + "-");
    }

    @Test
    void textIsTheBareValue() {
        String text = "project-live-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f";
        assertThat(ProjectId.parse(text)).hasToString(text);
    }

    @Test
    void idOfSomethingElseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProjectId.parse("secret-live-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f"));
    }
}
