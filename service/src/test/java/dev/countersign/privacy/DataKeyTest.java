package dev.countersign.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyTest {
    private final DataKey key = DataKey.random(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"", "+12025550162", "名前"})
    void opensWhatItSealed(String text) {
        assertThat(key.open(key.seal(text, "here"), "here")).isEqualTo(text);
    }

    @Test
    void doesNotOpenWhatWasMovedToAnotherPlace() {
        Sealed sealed = key.seal("+12025550162", "phone 1");
        assertBroken(key, sealed, "phone 2");
    }

    @Test
    void doesNotOpenWhatAnotherKeySealed() {
        Sealed sealed = DataKey.random(new SecureRandom()).seal("+12025550162", "here");
        assertBroken(key, sealed, "here");
    }

    @Test
    void doesNotOpenWhatWasChanged() {
        byte[] bytes = key.seal("+12025550162", "here").value();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertBroken(key, new Sealed(changed), "here");
        }
        assertBroken(key, new Sealed(new byte[0]), "here");
    }

    @Test
    void sealingTwiceShowsNotThatItIsTheSame() {
        assertThat(key.seal("+12025550162", "here")).isNotEqualTo(key.seal("+12025550162", "here"));
    }

    @Test
    void keyThatWasWrappedInBetweenIsTheSame() {
        Sealed sealed = key.seal("+12025550162", "here");
        assertThat(DataKey.ofUnwrapped(key.revealForWrapping()).open(sealed, "here"))
                .isEqualTo("+12025550162");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void keyHas32Bytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> DataKey.ofUnwrapped(new byte[length]));
    }

    private static void assertBroken(DataKey key, Sealed sealed, String context) {
        assertThatThrownBy(() -> key.open(sealed, context))
                .isInstanceOf(BrokenSealException.class)
                .hasMessage("A sealed value does not open under this key and context");
    }
}
