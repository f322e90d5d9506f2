package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.privacy.BrokenSealException;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.user.UserId;
import org.junit.jupiter.api.Test;

class DataKeysTest {
    private static final UserId USER = UserId.random(Environment.TEST);

    private final KeyRing ring = KeyRing.generate();
    private final DataKeys keys = ring.dataKeys();
    private final DataKey key = keys.create();
    private final Sealed sealed = key.seal("+12025550162", "here");
    private final byte[] wrapped = keys.wrap(key, USER);

    @Test
    void wrappedKeyComesBack() {
        assertThat(keys.unwrap(wrapped, USER).open(sealed, "here")).isEqualTo("+12025550162");
    }

    @Test
    void wrappedKeyComesBackAfterARotation() {
        assertThat(ring.rotated().dataKeys().unwrap(wrapped, USER).open(sealed, "here"))
                .isEqualTo("+12025550162");
    }

    @Test
    void keyOfAnotherUserDoesNotUnwrap() {
        assertBroken(keys, wrapped, UserId.random(Environment.TEST));
    }

    @Test
    void keyOfAnotherRingDoesNotUnwrap() {
        assertBroken(KeyRing.generate().dataKeys(), wrapped, USER);
    }

    @Test
    void changedKeyDoesNotUnwrap() {
        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertBroken(keys, changed, USER);
        }
        assertBroken(keys, new byte[0], USER);
    }

    @Test
    void whatIsRememberedOpensNothingElse() {
        keys.unwrap(wrapped, USER);

        changedKeyDoesNotUnwrap();
        keyOfAnotherUserDoesNotUnwrap();
        var other = keys.create();
        assertThatThrownBy(() -> keys.unwrap(keys.wrap(other, USER), USER).open(sealed, "here"))
                .isInstanceOf(BrokenSealException.class);
        assertThat(keys.unwrap(wrapped, USER).open(sealed, "here")).isEqualTo("+12025550162");
    }

    @Test
    void everyUserHasAnotherKey() {
        assertThatThrownBy(() -> keys.create().open(sealed, "here")).isInstanceOf(BrokenSealException.class);
    }

    private static void assertBroken(DataKeys keys, byte[] wrapped, UserId user) {
        assertThatThrownBy(() -> keys.unwrap(wrapped, user)).isInstanceOf(BrokenSealException.class);
    }
}
