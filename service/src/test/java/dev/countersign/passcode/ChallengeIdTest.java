package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeIdTest {
    @Test
    void freshIdsDifferAndSortByBirth() {
        assertThat(Stream.generate(ChallengeId::random).limit(1000).map(ChallengeId::value))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void textIsTheBareValue() {
        var id = ChallengeId.random();
        assertThat(id).hasToString(id.value()).isEqualTo(new ChallengeId(id.value()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "challenge-",
                "0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f",
                "challenge-0193F1B2-7D2E-7C53-9A51-6B3F0C2D4E5F",
                "challenge-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f",
                "challenge-0193f1b2-7d2e-7c53-1a51-6b3f0c2d4e5f",
                "challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f0"
            })
    void anythingButAUuidOfVersion7IsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChallengeId(text));
    }
}
