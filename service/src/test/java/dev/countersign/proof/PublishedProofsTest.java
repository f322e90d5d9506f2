package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Proofs of another implementation, right and wrong ones; the file names its source and licence.
class PublishedProofsTest {

    @TestFactory
    Stream<DynamicTest> inclusion() throws IOException {
        return vectors(
                "inclusion",
                proof -> new InclusionProof(
                                proof.get("leafIdx").asLong(),
                                proof.get("treeSize").asLong(),
                                path(proof))
                        .holds(hash(proof, "leafHash"), hash(proof, "root")));
    }

    @TestFactory
    Stream<DynamicTest> consistency() throws IOException {
        return vectors(
                "consistency",
                proof -> new ConsistencyProof(
                                proof.get("size1").asLong(), proof.get("size2").asLong(), path(proof))
                        .holds(hash(proof, "root1"), hash(proof, "root2")));
    }

    private interface Verdict {
        boolean on(JsonNode proof);
    }

    private static Stream<DynamicTest> vectors(String kind, Verdict verdict) throws IOException {
        try (var file = PublishedProofsTest.class.getResourceAsStream("transparency-dev-merkle.json")) {
            var proofs = new ObjectMapper().readTree(file).get(kind);
            assertThat(proofs).hasSizeGreaterThan(90);
            return StreamSupport.stream(proofs.spliterator(), false)
                    .map(proof -> DynamicTest.dynamicTest(
                            proof.get("name").asText(),
                            () -> assertThat(accepted(verdict, proof))
                                    .isNotEqualTo(proof.get("wantErr").asBoolean())));
        }
    }

    /// What is not even a hash or a size is refused where it is read.
    private static boolean accepted(Verdict verdict, JsonNode proof) {
        try {
            return verdict.on(proof);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static List<Hash> path(JsonNode proof) {
        var path = new ArrayList<Hash>();
        proof.get("proof").forEach(hash -> path.add(Hash.parse(hash.asText())));
        return path;
    }

    private static Hash hash(JsonNode proof, String member) {
        return Hash.parse(proof.get(member).asText());
    }
}
