package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import org.junit.jupiter.api.Test;

class SigningSealsTest {
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);

    private final KeyRing ring = KeyRing.generate();
    private final byte[] sealed = ring.signingSeals().seal("the key", PROJECT, "jwk-1");

    @Test
    void sealedKeyComesBack() {
        assertThat(ring.signingSeals().open(sealed, PROJECT, "jwk-1")).isEqualTo("the key");
    }

    @Test
    void sealedKeyComesBackAfterARotation() {
        assertThat(ring.rotated().signingSeals().open(sealed, PROJECT, "jwk-1")).isEqualTo("the key");
    }

    @Test
    void keyOpensNowhereElse() {
        assertBroken(ring, ProjectId.random(Environment.TEST), "jwk-1");
        assertBroken(ring, PROJECT, "jwk-2");
        assertBroken(KeyRing.generate(), PROJECT, "jwk-1");
    }

    private void assertBroken(KeyRing ring, ProjectId project, String id) {
        assertThatThrownBy(() -> ring.signingSeals().open(sealed, project, id)).isInstanceOf(BrokenSealException.class);
    }
}
