package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasscodeTest {
    private final Passcode code = new Passcode("012345");

    @Test
    void matchesWhatIsExactlyTheSame() {
        assertThat(code.matches(new Candidate("012345"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "01234",
                "0123456",
                "12345",
                "012346",
                "112345",
                " 012345",
                "012345 ",
                "０１２３４５",
                "01234\uD800"
            })
    void matchesNothingElse(String typed) {
        assertThat(code.matches(new Candidate(typed))).isFalse();
    }

    @Test
    void isComparedByNothingButMatches() {
        assertThat(new Passcode("012345")).isNotEqualTo(new Passcode("012345"));
        assertThat(new Candidate("012345")).isNotEqualTo(new Candidate("012345"));
    }

    @Test
    void showsItsDigitsOnlyWhenAskedTo() {
        assertThat(code).hasToString("Passcode[******]");
        assertThat(new Candidate("012345")).hasToString("Candidate[******]");
        assertThat(code.revealForSms()).isEqualTo("012345");
    }
}
