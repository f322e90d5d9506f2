package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.ExternalId;
import dev.countersign.user.PhoneNumber;
import org.junit.jupiter.api.Test;

class LookupHashesTest {
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final PhoneNumber NUMBER = PhoneNumber.ofStored("+12025550162");

    private final KeyRing ring = KeyRing.generate();

    @Test
    void sameNumberIsFoundAgain() {
        byte[] hash = ring.lookupHashes().hash(PROJECT, NUMBER);
        assertThat(KeyRing.parse(ring.revealJson()).lookupHashes().hash(PROJECT, NUMBER))
                .hasSize(32)
                .isEqualTo(hash);
    }

    @Test
    void sameNumberIsFoundAfterARotation() {
        assertThat(ring.rotated().lookupHashes().hash(PROJECT, NUMBER))
                .isEqualTo(ring.lookupHashes().hash(PROJECT, NUMBER));
    }

    @Test
    void otherNumberProjectOrRingGivesAnotherHash() {
        byte[] hash = ring.lookupHashes().hash(PROJECT, NUMBER);
        assertThat(ring.lookupHashes().hash(PROJECT, PhoneNumber.ofStored("+12025550163")))
                .isNotEqualTo(hash);
        assertThat(ring.lookupHashes().hash(ProjectId.random(Environment.TEST), NUMBER))
                .isNotEqualTo(hash);
        assertThat(KeyRing.generate().lookupHashes().hash(PROJECT, NUMBER)).isNotEqualTo(hash);
    }

    @Test
    void externalIdsHaveHashesOfTheirOwn() {
        var id = new ExternalId("ada");
        byte[] hash = ring.lookupHashes().hash(PROJECT, id);
        assertThat(hash).hasSize(32).isEqualTo(ring.rotated().lookupHashes().hash(PROJECT, id));
        assertThat(ring.lookupHashes().hash(PROJECT, new ExternalId("Ada"))).isNotEqualTo(hash);
        assertThat(ring.lookupHashes().hash(ProjectId.random(Environment.TEST), id))
                .isNotEqualTo(hash);
        assertThat(KeyRing.generate().lookupHashes().hash(PROJECT, id)).isNotEqualTo(hash);
    }
}
