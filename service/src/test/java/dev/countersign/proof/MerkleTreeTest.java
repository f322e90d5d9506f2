package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int SIZES = 70;

    /// The entries and roots that implementations of RFC 6962 test each other with.
    private static final List<String> ENTRIES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThePublishedOnes() {
        var hex = HexFormat.of();
        var nodes = new KeptNodes();
        var growing = GrowingTree.empty();
        for (var size = 0; size <= ENTRIES.size(); size++) {
            assertThat(hex.formatHex(growing.root().value())).isEqualTo(ROOTS.get(size));
            assertThat(new MerkleTree(size, nodes).root()).isEqualTo(growing.root());
            if (size < ENTRIES.size()) {
                growing.add(Hash.leaf(hex.parseHex(ENTRIES.get(size))), nodes);
            }
        }
    }

    @Test
    void treeGrowsOnWhereItStopped() {
        for (var size = 0; size < SIZES; size++) {
            var tree = KeptNodes.tree(size);
            var growing = GrowingTree.of(size, tree.nodes());
            assertThat(growing.root()).isEqualTo(tree.root());

            growing.add(KeptNodes.leaf(size), (level, index, hash) -> {});

            assertThat(growing.root()).isEqualTo(KeptNodes.tree(size + 1).root());
        }
    }

    @Test
    void eachEntryIsProvenAndNoOther() {
        for (var size = 1; size < SIZES; size++) {
            var tree = KeptNodes.tree(size);
            for (var entry = 0; entry < size; entry++) {
                var proof = tree.inclusion(entry);
                assertThat(proof.holds(KeptNodes.leaf(entry), tree.root())).isTrue();
                assertThat(proof.holds(KeptNodes.leaf(entry + 1), tree.root())).isFalse();
                assertThat(new InclusionProof(entry + 1, size, proof.path()).holds(KeptNodes.leaf(entry), tree.root()))
                        .isFalse();
            }
        }
    }

    @Test
    void eachEarlierTreeIsProvenAndNoOther() {
        var tree = KeptNodes.tree(SIZES);
        for (var later = 1; later <= SIZES; later++) {
            for (var earlier = 1; earlier <= later; earlier++) {
                var proof = tree.when(later).consistency(earlier);
                var root = tree.when(later).root();
                assertThat(proof.holds(tree.when(earlier).root(), root)).isTrue();
                assertThat(proof.holds(KeptNodes.leaf(earlier), root)).isFalse();
            }
        }
    }

    @Test
    void changedPathProvesNothing() {
        var tree = KeptNodes.tree(SIZES);
        var inclusion = tree.inclusion(41);
        var consistency = tree.consistency(41);

        for (var place = 0; place < inclusion.path().size(); place++) {
            assertThat(new InclusionProof(41, SIZES, damaged(inclusion.path(), place))
                            .holds(KeptNodes.leaf(41), tree.root()))
                    .isFalse();
        }
        for (var place = 0; place < consistency.path().size(); place++) {
            assertThat(new ConsistencyProof(41, SIZES, damaged(consistency.path(), place))
                            .holds(tree.when(41).root(), tree.root()))
                    .isFalse();
        }
    }

    private static List<Hash> damaged(List<Hash> path, int place) {
        var damaged = new ArrayList<>(path);
        var bytes = path.get(place).value();
        bytes[0] ^= 1;
        damaged.set(place, new Hash(bytes));
        return damaged;
    }

    @Test
    void whatIsNotThereCannotBeProven() {
        var tree = KeptNodes.tree(3);

        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusion(3));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistency(4));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.when(4));
    }
}
