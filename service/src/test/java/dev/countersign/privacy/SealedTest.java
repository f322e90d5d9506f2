package dev.countersign.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedTest {
    @Test
    void isEqualByItsBytes() {
        assertThat(new Sealed(new byte[] {1, 2}))
                .isEqualTo(new Sealed(new byte[] {1, 2}))
                .hasSameHashCodeAs(new Sealed(new byte[] {1, 2}))
                .isNotEqualTo(new Sealed(new byte[] {1, 3}));
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = {1, 2};
        var sealed = new Sealed(bytes);
        bytes[0] = 9;
        sealed.value()[1] = 9;
        assertThat(sealed).isEqualTo(new Sealed(new byte[] {1, 2}));
    }

    @Test
    void showsOnlyItsLength() {
        assertThat(new Sealed(new byte[] {1, 2})).hasToString("Sealed[2 bytes]");
    }
}
