package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import org.junit.jupiter.api.Test;

class StampsTest {
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final byte[] CONTENT = {1, 2, 3};

    private final KeyRing ring = KeyRing.generate();
    private final byte[] stamped = ring.stamps().stamped(PROJECT, "test", CONTENT);

    @Test
    void whatWasStampedComesBack() {
        assertThat(ring.stamps().open(PROJECT, "test", stamped)).isEqualTo(CONTENT);
        assertThat(ring.rotated().stamps().open(PROJECT, "test", stamped)).isEqualTo(CONTENT);
    }

    @Test
    void anyChangedBitIsNoticed() {
        for (var i = 0; i < stamped.length * 8; i++) {
            var changed = stamped.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            refused(PROJECT, "test", changed);
        }
        refused(PROJECT, "test", new byte[0]);
        refused(PROJECT, "test", new byte[16]);
    }

    @Test
    void stampIsGoodForOneProjectAndOneUse() {
        refused(ProjectId.random(Environment.TEST), "test", stamped);
        refused(PROJECT, "other", stamped);
    }

    private void refused(ProjectId project, String use, byte[] bytes) {
        assertThatThrownBy(() -> ring.stamps().open(project, use, bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
