package dev.countersign.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.privacy.BrokenSealException;
import dev.countersign.privacy.DataKey;
import dev.countersign.project.Environment;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionToken token = SessionToken.random(RANDOM);
    private final DataKey key = DataKey.random(RANDOM);
    private final SessionId session = SessionId.random(Environment.TEST);

    @Test
    void freshOneHas264Bits() {
        assertThat(token.revealToOwner()).matches("[A-Za-z0-9_-]{44}");
    }

    @Test
    void isRecognisedByItsHash() {
        assertThat(SessionToken.parse(token.revealToOwner()).hash()).isEqualTo(token.hash());
        assertThat(SessionToken.random(RANDOM).hash()).isNotEqualTo(token.hash());
    }

    @Test
    void hashIsPlainSha256() {
        assertThat(SessionToken.parse("A".repeat(44)).hash())
                .isEqualTo(new TokenHash(
                        HexFormat.of().parseHex("b06b3f20c246db70a136e3ae4787d0df96db4f693d215c21883d3c19700fb276")));
    }

    @Test
    void isComparedByNothingButItsHash() {
        assertThat(SessionToken.parse(token.revealToOwner())).isNotEqualTo(token);
    }

    @Test
    void comesBackFromItsSealForItsSessionOnly() {
        var sealed = token.seal(key, session);

        assertThat(SessionToken.open(key, sealed, session).revealToOwner()).isEqualTo(token.revealToOwner());
        assertThatThrownBy(() -> SessionToken.open(key, sealed, SessionId.random(Environment.TEST)))
                .isInstanceOf(BrokenSealException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatHasNotTheFormIsNoToken(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionToken.parse(text));
    }

    @Test
    void hashHas32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenHash(new byte[31]));
    }
}
