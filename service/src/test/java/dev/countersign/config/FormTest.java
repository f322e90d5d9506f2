package dev.countersign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT90S", "2m, PT2M", "1h, PT1H", "7d, PT168H", "PT2M, PT2M", "pt90s, PT90S"})
    void durationsAreWrittenAsPeopleDoAndAsIso(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "m", "2 m", "2M", "1.5h", "-2m", "2m30s", "9999999999d", "P"})
    void anythingElseIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
    }

    @Test
    void limitsAreIncluded() {
        var form = Form.duration("1m", "10m");

        assertThat(form.reader().apply("60s")).isEqualTo(Duration.ofMinutes(1));
        assertThat(form.reader().apply("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThatIllegalArgumentException().isThrownBy(() -> form.reader().apply("59999ms"));
        assertThatIllegalArgumentException().isThrownBy(() -> form.reader().apply("600001ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://sms.example.com/send", "http://localhost:8025", "http://127.0.0.1", "http://[::1]/"})
    void secretsMayGoThere(String url) {
        assertThat(Form.safeUrl().reader().apply(url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://sms.example.com", "ftp://localhost", "localhost:8025", "/send", "https:///x", "a b"})
    void secretsMayNotGoThere(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Form.safeUrl().reader().apply(url));
    }

    @Test
    void aDefaultMustHaveTheFormItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> Setting.of("a.b", Form.number(1, 5), "6"));
    }

    @Test
    void aSecretPrintsAsAsterisks() {
        assertThat(Secret.of("hunter2")).hasToString("******");
    }
}
