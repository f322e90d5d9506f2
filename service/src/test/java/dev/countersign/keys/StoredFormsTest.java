package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.KeyId;
import dev.countersign.passcode.Nonce;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What a database or a key file holds today has to be readable for good. The keys here are bytes of one value each:
/// 1 wraps, 2 derives codes, 3 looks up, 4 is a user's.
class StoredFormsTest {
    private static final UserId USER = new UserId("user-test-1f0e8c64-3f4c-4f3e-9d0a-5a2b7c9d8e1f");
    private static final ProjectId PROJECT = new ProjectId("project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f");
    private static final ChallengeId CHALLENGE = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f");

    private final KeyRing ring = knownRing();

    @Test
    void wrappedKeyOpensWhatWasSealedUnderIt() {
        DataKey key = ring.dataKeys()
                .unwrap(
                        bytes("01000000014012f85e0f2dc535d2cace25c232e667388a3699b429415041cdcd40b1f623e1"
                                + "18c63286241a0e6583353320cd5710df4298e1f28a7d72f470747d75"),
                        USER);

        var number =
                new Sealed(bytes("05d6a0f90936fab3978656df519b6b5fc1dafe3295f1fa2ae95a9469efa0f0e015f4c7a8701fcdaf"));
        assertThat(key.open(number, "a place")).isEqualTo("+12025550162");

        var attributes = new Sealed(bytes(
                "cedcc8d8f12d4294fc765eb6cabd349dde8aa3de0602a9459b3fdc32c6c3981d" + "1efca00fe7284677819c621560e7"));
        assertThat(Attributes.open(key, attributes, "a place")).isEqualTo(new Attributes("203.0.113.7", "curl/8"));
    }

    @Test
    void numberIsFoundUnderTheSameHash() {
        assertThat(ring.lookupHashes().hash(PROJECT, PhoneNumber.ofStored("+12025550162")))
                .isEqualTo(bytes("baa7ab933073e8f0cbb00f6e5bea79ffb1d0f461ad6ea5ebd61a858fb03ea4ca"));
    }

    @Test
    void challengeHasTheSameCode() {
        KeyId key = ring.passcodeKeys().current();
        assertThat(key).hasToString("4000000002");
        assertThat(ring.passcodeKeys()
                        .derive(key, CHALLENGE, new Nonce(new byte[16]), 6)
                        .revealForSms())
                .isEqualTo("338080");
    }

    private static KeyRing knownRing() {
        try (InputStream document = StoredFormsTest.class.getResourceAsStream("/keys/known-key-ring.json")) {
            assertThat(document).isNotNull();
            return KeyRing.parse(new String(document.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
