package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import org.junit.jupiter.api.Test;

class AnswerSealsTest {
    private static final byte[] ANSWER = "answer".getBytes(UTF_8);

    private final KeyRing ring = KeyRing.generate();
    private final AnswerSeals seals = ring.answerSeals();
    private final ProjectId project = ProjectId.random(Environment.TEST);

    @Test
    void hashIsTheSameForTheSameProjectAndKeyOnly() {
        var hash = seals.hash(project, "key");

        assertThat(hash).hasSize(32).isEqualTo(seals.hash(project, "key"));
        assertThat(seals.hash(project, "Key")).isNotEqualTo(hash);
        assertThat(seals.hash(ProjectId.random(Environment.TEST), "key")).isNotEqualTo(hash);
        assertThat(KeyRing.generate().answerSeals().hash(project, "key")).isNotEqualTo(hash);
    }

    @Test
    void answerOpensUnderItsHashOnly() {
        var hash = seals.hash(project, "key");
        var sealed = seals.seal(ANSWER, hash);

        assertThat(new String(sealed, ISO_8859_1)).doesNotContain("answer");
        assertThat(seals.open(sealed, hash)).isEqualTo(ANSWER);
        assertThatThrownBy(() -> seals.open(sealed, seals.hash(project, "other")))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void rotatedRingFindsAndOpensWhatTheOlderOneKept() {
        var hash = seals.hash(project, "key");
        var newer = ring.rotated().answerSeals();

        assertThat(newer.hash(project, "key")).isEqualTo(hash);
        assertThat(newer.open(seals.seal(ANSWER, hash), hash)).isEqualTo(ANSWER);
    }
}
