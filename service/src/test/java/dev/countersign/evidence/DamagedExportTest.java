package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.NoteException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Damages exports and checkpoints at random. A failure names the seed that makes it again.
class DamagedExportTest {
    private static final int TIMES = 1_000;

    @Test
    void everyDamageOfAnExportIsFound() throws NoteException {
        for (long seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var file = export(random).file(entry -> random.nextInt(5) > 0);
            var damaged = damaged(file, random);
            var verdict = Exported.verdict(damaged, Kept.nothingBut(Exported.SIGNER.key()));
            assertThat(verdict.damages())
                    .as("seed %d: %s", seed, new String(damaged, UTF_8))
                    .isNotEmpty();
        }
    }

    @Test
    void everyDamageThatAKeptCheckpointCoversIsFoundWithoutTheKey() throws NoteException {
        for (long seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var export = export(random);
            var file = export.file();
            var header = new String(file, UTF_8).indexOf('\n') + 1;
            var rest = damaged(Arrays.copyOfRange(file, header, file.length), random);
            var damaged = new ByteArrayOutputStream();
            damaged.write(file, 0, header);
            damaged.writeBytes(rest);
            var kept = new Kept(List.of(export.checkpoint(export.leaves.size())), java.util.Optional.empty());
            assertThat(Exported.verdict(damaged.toByteArray(), kept).damages())
                    .as("seed %d", seed)
                    .isNotEmpty();
        }
    }

    @Test
    void everyDamageOfACheckpointIsFound() {
        for (long seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var export = export(random);
            var note = damaged(export.note(export.leaves.size()).getBytes(UTF_8), random);
            assertThat(isFound(note))
                    .as("seed %d: %s", seed, new String(note, UTF_8))
                    .isTrue();
        }
    }

    @Test
    void nothingIsFoundInUntouchedOnes() throws NoteException {
        for (long seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var export = export(random);
            var kept =
                    Kept.nothingBut(Exported.SIGNER.key()).with(export.note(1 + random.nextInt(export.leaves.size())));
            var verdict = Exported.verdict(export.file(entry -> random.nextInt(5) > 0), kept);
            assertThat(verdict.damages()).as("seed %d", seed).isEmpty();
            assertThat(verdict.undecided()).as("seed %d", seed).isEmpty();
            assertThat(verdict.proven()).as("seed %d", seed).isEqualTo(export.leaves.size());
        }
    }

    private static Exported export(RandomGenerator random) {
        return new Exported(2 + random.nextInt(40));
    }

    private static boolean isFound(byte[] note) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
            var _ = Kept.nothingBut(Exported.SIGNER.key()).with(text);
            return false;
        } catch (NoteException | CharacterCodingException _) {
            return true;
        }
    }

    /// A byte, a row, the order or the tail.
    private static byte[] damaged(byte[] file, RandomGenerator random) {
        while (true) {
            var damaged = switch (random.nextInt(8)) {
                case 0, 1 -> withByte(file, random);
                case 2 -> without(file, random.nextInt(file.length));
                case 3 -> with(file, random.nextInt(file.length + 1), (byte) random.nextInt(256));
                case 4 -> Arrays.copyOf(file, random.nextInt(file.length));
                case 5 -> rows(file, rows -> rows.remove(random.nextInt(rows.size())));
                case 6 ->
                    rows(file, rows -> rows.add(random.nextInt(rows.size()), rows.get(random.nextInt(rows.size()))));
                default ->
                    rows(
                            file,
                            rows -> Collections.swap(rows, random.nextInt(rows.size()), random.nextInt(rows.size())));
            };
            if (!Arrays.equals(file, damaged)) {
                return damaged;
            }
        }
    }

    private static byte[] withByte(byte[] file, RandomGenerator random) {
        var damaged = file.clone();
        damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    private static byte[] without(byte[] file, int place) {
        var damaged = Arrays.copyOf(file, file.length - 1);
        System.arraycopy(file, place + 1, damaged, place, file.length - place - 1);
        return damaged;
    }

    private static byte[] with(byte[] file, int place, byte more) {
        var damaged = Arrays.copyOf(file, file.length + 1);
        System.arraycopy(file, place, damaged, place + 1, file.length - place);
        damaged[place] = more;
        return damaged;
    }

    private interface Edit {
        void on(List<String> rows);
    }

    private static byte[] rows(byte[] file, Edit edit) {
        var rows = new ArrayList<>(Arrays.asList(new String(file, UTF_8).split("(?<=\n)")));
        edit.on(rows);
        return String.join("", rows).getBytes(UTF_8);
    }
}
