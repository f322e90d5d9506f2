package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.countersign.proof.Hash;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// A line of an evidence file, read strictly: what [EvidenceWriter] would not write is no line.
sealed interface EvidenceLine {

    /// @param note the checkpoint
    record Header(String note) implements EvidenceLine {}

    /// @param ledger as the entry itself has it
    /// @param number likewise
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Entry(Hash hash, String ledger, long number, byte[] leaf) implements EvidenceLine {}

    record Subtree(int level, long index, Hash hash) implements EvidenceLine {}

    /// Reads a line without its end; empty: it is none.
    static Optional<EvidenceLine> read(byte[] line) {
        try {
            return switch (line.length > 2 ? line[2] : 0) {
                case 'e' -> Parts.header(line);
                case 'l' -> Parts.entry(line);
                case 's' -> Parts.subtree(line);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | IOException _) {
            return Optional.empty();
        }
    }

    /// How each kind is read.
    final class Parts {
        private static final JsonFactory JSON = new JsonFactory();
        private static final int HASH = 44;
        private static final int LEAF = EvidenceWriter.LEAF_HASH.length() + HASH + EvidenceWriter.ENTRY.length();
        private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
        private static final Pattern HEAD =
                Pattern.compile("\\{\"form\":1,\"ledger\":\"([^\"\\\\]{1,200})\",\"entry\":" + NUMBER + ",");
        private static final int MOST_OF_HEAD = 300;
        private static final Pattern SUBTREE = Pattern.compile("\\{\"subtree\":\\{\"level\":([0-9]|[1-5][0-9]),"
                + "\"index\":" + NUMBER + ",\"hash\":\"([^\"]{44})\"}}");

        private Parts() {}

        private static Optional<EvidenceLine> header(byte[] line) throws IOException {
            var start = EvidenceWriter.HEADER.length();
            try (var json = JSON.createParser(line, start, Math.max(0, line.length - start - 1))) {
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    return Optional.empty();
                }
                var note = json.getText();
                return Arrays.equals(line, EvidenceWriter.header(note))
                        ? Optional.of(new Header(note))
                        : Optional.empty();
            }
        }

        private static Optional<EvidenceLine> entry(byte[] line) {
            if (line.length <= LEAF + 1 || line[line.length - 1] != '}') {
                return Optional.empty();
            }
            var told = new String(line, 0, LEAF, ISO_8859_1);
            var hash = told.substring(EvidenceWriter.LEAF_HASH.length(), EvidenceWriter.LEAF_HASH.length() + HASH);
            var leaf = Arrays.copyOfRange(line, LEAF, line.length - 1);
            var head = HEAD.matcher(new String(leaf, 0, Math.min(leaf.length, MOST_OF_HEAD), UTF_8));
            return told.equals(EvidenceWriter.LEAF_HASH + hash + EvidenceWriter.ENTRY) && head.lookingAt()
                    ? Optional.of(new Entry(Hash.parse(hash), head.group(1), Long.parseLong(head.group(2)), leaf))
                    : Optional.empty();
        }

        private static Optional<EvidenceLine> subtree(byte[] line) {
            var found = SUBTREE.matcher(new String(line, ISO_8859_1));
            return found.matches()
                    ? Optional.of(new Subtree(
                            Integer.parseInt(found.group(1)),
                            Long.parseLong(found.group(2)),
                            Hash.parse(found.group(3))))
                    : Optional.empty();
        }
    }
}
