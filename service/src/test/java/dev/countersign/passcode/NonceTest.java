package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonceTest {
    @Test
    void isEqualByItsBytes() {
        byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        assertThat(new Nonce(bytes)).isEqualTo(new Nonce(bytes)).hasSameHashCodeAs(new Nonce(bytes));
        assertThat(new Nonce(bytes)).isNotEqualTo(new Nonce(new byte[16]));
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = new byte[16];
        var nonce = new Nonce(bytes);
        bytes[0] = 1;
        nonce.value()[1] = 1;
        assertThat(nonce).isEqualTo(new Nonce(new byte[16]));
    }

    @Test
    void freshOnesDiffer() {
        var random = new SecureRandom();
        assertThat(Nonce.random(random)).isNotEqualTo(Nonce.random(random));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17})
    void hasSixteenBytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Nonce(new byte[length]));
    }
}
