package dev.countersign.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.EntryNumbers;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureCertificateTest {
    private static final String LEDGER = "login.example.com/project-test-1";
    private static final NoteSigner SIGNER = signer(LEDGER, 1);
    private static final ErasureCertificate CERTIFICATE = new ErasureCertificate(
            LEDGER,
            "user-test-1",
            Instant.parse("2026-11-23T09:30:00.123456Z"),
            52,
            EntryNumbers.of(List.of(3L, 4L, 5L, 12L, 50L, 51L, 52L)),
            60,
            Hash.leaf(new byte[0]));

    @Test
    void saysWhoseKeyWasDestroyedAndWhichEntriesStay() {
        assertThat(CERTIFICATE.sign(SIGNER)).startsWith("""
                countersign erasure certificate 1
                The key to what these entries hold of the person was destroyed. The entries stay.
                ledger login.example.com/project-test-1
                user user-test-1
                erased at 2026-11-23T09:30:00.123456Z
                erased by entry 52
                entries 7
                numbers 3-5 12 50-52
                checkpoint 60 %s

                \u2014 login.example.com/project-test-1\s""".formatted(CERTIFICATE.root()));
    }

    @Test
    void isReadBack() throws NoteException {
        assertThat(ErasureCertificate.open(CERTIFICATE.sign(SIGNER), SIGNER.key()))
                .isEqualTo(CERTIFICATE);
    }

    @Test
    void everyChangedByteIsFound() {
        var signed = CERTIFICATE.sign(SIGNER).getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (var at = 0; at < signed.length; at++) {
            var changed = signed.clone();
            changed[at] ^= (byte) (1 << random.nextInt(7));
            var note = new String(changed, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ErasureCertificate.open(note, SIGNER.key()))
                    .as("byte " + at)
                    .isInstanceOf(NoteException.class);
        }
    }

    @Test
    void anotherKeyOfTheSameNameIsNotBelieved() {
        assertThatThrownBy(() -> ErasureCertificate.open(CERTIFICATE.sign(signer(LEDGER, 2)), SIGNER.key()))
                .isInstanceOf(NoteException.class);
    }

    @Test
    void anotherLedgerCannotCertify() {
        var other = signer("login.example.com/project-test-2", 1);
        assertThatThrownBy(() -> ErasureCertificate.open(CERTIFICATE.sign(other), other.key()))
                .isInstanceOf(NoteException.class)
                .hasMessageContaining("another ledger");
    }

    @Test
    void isNoCheckpointAndNoCheckpointIsOne() {
        assertThatThrownBy(() -> Checkpoint.open(CERTIFICATE.sign(SIGNER), List.of(SIGNER.key())))
                .isInstanceOf(NoteException.class);
        var checkpoint = new Checkpoint(LEDGER, 60, CERTIFICATE.root()).sign(SIGNER);
        assertThatThrownBy(() -> ErasureCertificate.open(checkpoint, SIGNER.key()))
                .isInstanceOf(NoteException.class);
    }

    @Test
    void cannotNameEntriesThatTheCheckpointDoesNotCover() {
        assertThatThrownBy(() -> new ErasureCertificate(
                        LEDGER, "u", Instant.EPOCH, 3, EntryNumbers.of(List.of(3L)), 3, Hash.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErasureCertificate(
                        LEDGER, "u", Instant.EPOCH, 2, EntryNumbers.of(List.of(1L)), 3, Hash.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersAreReadAsTheyAreWritten() {
        var random = new Random(3);
        for (var turn = 0; turn < 1_000; turn++) {
            var numbers = LongStream.range(0, 40)
                    .filter(number -> random.nextBoolean())
                    .boxed()
                    .toList();
            var runs = EntryNumbers.of(numbers);
            assertThat(EntryNumbers.parse(runs.toString())).isEqualTo(runs);
            assertThat(runs.count()).isEqualTo(numbers.size());
            assertThat(LongStream.range(0, 40).filter(runs::contains).boxed().toList())
                    .isEqualTo(numbers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1,2", "2 1", "1 2", "1 1", "3-1", "-1", "1 ", " 1", "1--2", "1-2-3"})
    void otherNumbersAreRefused(String text) {
        assertThatThrownBy(() -> {
                    var read = EntryNumbers.parse(text);
                    if (!read.toString().equals(text)) {
                        throw new IllegalArgumentException("not as it is written");
                    }
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NoteSigner signer(String name, int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return NoteSigner.of(name, seed);
    }
}
