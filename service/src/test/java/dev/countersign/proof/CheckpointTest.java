package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ORIGIN = "login.example.com/audit";
    private static final NoteSigner SIGNER = NoteSigner.of(ORIGIN, new byte[32]);
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 20_852_163, Hash.EMPTY);

    /// The example of the specification (C2SP signed-note, "Example").
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    @Test
    void exampleOfTheSpecificationIsVerified() throws NoteException {
        assertThat(SignedNote.open(EXAMPLE, List.of(NoteKey.parse(EXAMPLE_KEY))))
                .isEqualTo("This is an example message.\n");
    }

    @Test
    void checkpointHasThreeLinesAndASignature() {
        assertThat(CHECKPOINT.sign(SIGNER)).matches("""
                login.example.com/audit
                20852163
                47DEQpj8HBSa\\+/TImW\\+5JCeuQeRkm5NMpJWZG3hSuFU=

                \u2014 login.example.com/audit [A-Za-z0-9+/]{91}=
                """);
    }

    @Test
    void checkpointComesBack() throws NoteException {
        assertThat(Checkpoint.open(CHECKPOINT.sign(SIGNER), List.of(SIGNER.key())))
                .isEqualTo(CHECKPOINT);
    }

    @Test
    void eachChangedCharacterIsFound() {
        var note = CHECKPOINT.sign(SIGNER);
        for (var place = 0; place < note.length(); place++) {
            var changed = new StringBuilder(note);
            changed.setCharAt(place, note.charAt(place) == 'A' ? 'B' : 'A');
            assertRefused(changed.toString(), SIGNER.key());
        }
    }

    @Test
    void eachCutOffTailIsFound() {
        var note = CHECKPOINT.sign(SIGNER);
        for (var length = 0; length < note.length(); length++) {
            assertRefused(note.substring(0, length), SIGNER.key());
        }
    }

    @Test
    void signatureThatIsThereTwiceIsFound() {
        var note = CHECKPOINT.sign(SIGNER);
        assertRefused(note + note.split("\n\n", 2)[1], SIGNER.key());
    }

    /// The last character of 68 bytes in Base64 has two bits that mean nothing.
    @Test
    void signatureIsWrittenInOneWayOnly() {
        var note = CHECKPOINT.sign(SIGNER);
        var last = note.charAt(note.length() - 3);
        for (var other : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
            if (other != last) {
                assertRefused(note.substring(0, note.length() - 3) + other + "=\n", SIGNER.key());
            }
        }
    }

    @Test
    void signatureOfAnotherKeyCountsForNothing() throws NoteException {
        var stranger = NoteSigner.of(
                ORIGIN, "another key with thirty-two bytes".substring(0, 32).getBytes());
        assertRefused(CHECKPOINT.sign(stranger), SIGNER.key());

        var both = CHECKPOINT.sign(stranger) + CHECKPOINT.sign(SIGNER).split("\n\n", 2)[1];
        assertThat(Checkpoint.open(both, List.of(SIGNER.key()))).isEqualTo(CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.example.com/audit\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "login.example.com/audit\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "login.example.com/audit\n9999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "login.example.com/audit\n1\n47DEQpj8HBSa\n",
                "login.example.com/audit\n1\n",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "two words\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
            })
    void signedTextThatIsNoCheckpointIsRefused(String text) {
        assertRefused(SIGNER.sign(text), SIGNER.key());
    }

    @Test
    void moreLinesThanThreeAreLeftAlone() throws NoteException {
        var note = SIGNER.sign("login.example.com/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n");

        assertThat(Checkpoint.open(note, List.of(SIGNER.key()))).isEqualTo(new Checkpoint(ORIGIN, 0, Hash.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+Aek"
            })
    void mistypedKeyIsRefused(String text) {
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> NoteKey.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a+b", "line\nbreak", "no\u00a0break"})
    void nameThatWouldNotBeReadAgainIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSigner.of(name, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(name, 1, Hash.EMPTY));
    }

    private static void assertRefused(String note, NoteKey key) {
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> Checkpoint.open(note, List.of(key)));
    }
}
