package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import dev.countersign.proof.MerkleTree;
import dev.countersign.proof.NoteSigner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;

/// A ledger that was made up, and what is exported of it.
final class Exported {
    static final String LEDGER = "project-test-1";
    static final NoteSigner SIGNER = NoteSigner.of("example.com/" + LEDGER, new byte[32]);

    final List<byte[]> leaves = new ArrayList<>();
    private final Map<String, Hash> nodes = new HashMap<>();
    private final GrowingTree tree = GrowingTree.empty();

    Exported(int entries) {
        for (var entry = 0; entry < entries; entry++) {
            leaves.add("{\"form\":1,\"ledger\":\"%s\",\"entry\":%d,\"data\":\"%s\"}"
                    .formatted(LEDGER, entry, "é".repeat(entry % 7))
                    .getBytes(UTF_8));
            tree.add(Hash.leaf(leaves.getLast()), (level, index, hash) -> nodes.put(level + "/" + index, hash));
        }
    }

    Hash node(int level, long index) {
        return Objects.requireNonNull(nodes.get(level + "/" + index));
    }

    Checkpoint checkpoint(int size) {
        return new Checkpoint(
                SIGNER.key().name(),
                size,
                new MerkleTree(leaves.size(), this::node).when(size).root());
    }

    String note(int size) {
        return checkpoint(size).sign(SIGNER);
    }

    /// With single hashes in place of the entries that are not wanted.
    byte[] file(LongPredicate wanted) {
        var out = new ByteArrayOutputStream();
        try {
            var writer = new EvidenceWriter(note(leaves.size()), out);
            for (var entry = 0; entry < leaves.size(); entry++) {
                if (wanted.test(entry)) {
                    writer.entry(Hash.leaf(leaves.get(entry)), leaves.get(entry));
                } else {
                    writer.omitted(0, entry, node(0, entry));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    byte[] file() {
        return file(entry -> true);
    }

    static Verdict verdict(byte[] file, Kept kept) {
        try {
            return new EvidenceFile(new ByteArrayInputStream(file), kept).verify();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
