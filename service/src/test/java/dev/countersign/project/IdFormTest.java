package dev.countersign.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdFormTest {
    private final IdForm form = new IdForm("phone-number");

    @ParameterizedTest
    @EnumSource
    void freshIdsHaveTheForm(Environment environment) {
        String id = form.random(environment);
        assertThat(form.require(id)).isEqualTo(id);
        assertThat(form.environmentIn(id)).contains(environment);
        assertThat(form.random(environment)).isNotEqualTo(id);
    }

    @Test
    void idOfStytchsSamplesHasTheForm() {
        assertThat(form.environmentIn("phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0"))
                .contains(Environment.TEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "phone-number",
                "phone-number-test-",
                "phone-number-test-d5a3b680",
                "phone-number-prod-d5a3b680-e8a3-40c0-b815-ab79986666d0",
                "PHONE-NUMBER-test-d5a3b680-e8a3-40c0-b815-ab79986666d0",
                "user-test-d5a3b680-e8a3-40c0-b815-ab79986666d0",
                "phone-number-test-D5A3B680-E8A3-40C0-B815-AB79986666D0",
                "phone-number-test-d5a3b680-e8a3-70c0-b815-ab79986666d0",
                "phone-number-test-d5a3b680-e8a3-40c0-1815-ab79986666d0",
                "phone-number-test-d5a3b680-e8a3-40c0-c815-ab79986666d0",
                "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666dg",
                "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d/",
                "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d:",
                "phone-number-test-`5a3b680-e8a3-40c0-b815-ab79986666d0",
                "phone-number-test-d5a3b680e-8a3-40c0-b815-ab79986666d0",
                "phone-number-testxd5a3b680-e8a3-40c0-b815-ab79986666d0",
                "phone-numberxtest-d5a3b680-e8a3-40c0-b815-ab79986666d0",
                "phone-number-test-d5a3b680e8a340c0b815ab79986666d0",
                "phone-number-test-5a3b680-e8a3-40c0-b815-ab79986666d0",
                "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0 ",
                " phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0"
            })
    void anythingElseIsRefusedWithoutBeingRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.require(text))
                .withMessage("Expected phone-number-<test|live>-<uuid>");
    }
}
