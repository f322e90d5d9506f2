package dev.countersign.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProjectSecretTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void freshOneHas256BitsAndNamesItsEnvironment() {
        assertThat(ProjectSecret.random(Environment.TEST, random).revealOnce())
                .matches("secret-test-[A-Za-z0-9_-]{43}");
        assertThat(ProjectSecret.random(Environment.LIVE, random).revealOnce())
                .matches("secret-live-[A-Za-z0-9_-]{43}");
    }

    @Test
    void isRecognisedByItsHash() {
        var secret = ProjectSecret.random(Environment.TEST, random);
        assertThat(ProjectSecret.of(secret.revealOnce()).hash().matches(secret.hash()))
                .isTrue();
        assertThat(ProjectSecret.random(Environment.TEST, random).hash().matches(secret.hash()))
                .isFalse();
        assertThat(ProjectSecret.of("").hash().matches(secret.hash())).isFalse();
    }

    @Test
    void hashIsPlainSha256() {
        assertThat(ProjectSecret.of("abc").hash())
                .isEqualTo(new SecretHash(
                        HexFormat.of().parseHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
    }

    @Test
    void isComparedByNothingButItsHash() {
        assertThat(ProjectSecret.of("abc")).isNotEqualTo(ProjectSecret.of("abc"));
    }

    @Test
    void hashHas32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretHash(new byte[31]));
    }
}
