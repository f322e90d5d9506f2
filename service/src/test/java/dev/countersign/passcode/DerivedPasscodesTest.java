package dev.countersign.passcode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedPasscodesTest {
    private static final ChallengeId ID = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f");
    private static final ChallengeId OTHER_ID = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e60");
    private static final Nonce NONCE = new Nonce(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));
    private static final Nonce OTHER_NONCE = new Nonce(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e10"));

    private final DerivedPasscodes keys = new DerivedPasscodes(new KnownFunctions());

    @ParameterizedTest
    @CsvSource({"1, 4, 3844", "1, 6, 333943", "1, 10, 6052039072", "2, 6, 479303"})
    void codesOfStoredChallengesNeverChange(int key, int digits, String code) {
        assertThat(derive(key, ID, NONCE, digits)).isEqualTo(code);
    }

    /// The same by hand, so that the vectors above are no mere echo of the code.
    @Test
    void codeIsThePlainHmacOfTheDocumentedInputAsLongAsNothingIsRejected() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KnownFunctions.key(1), "HmacSHA256"));
        mac.update("countersign/passcode/1".getBytes(US_ASCII));
        mac.update((byte) 6);
        mac.update(new byte[] {0, 0, 0, 0});
        mac.update(NONCE.value());
        byte[] block = mac.doFinal(ID.value().getBytes(US_ASCII));

        BigInteger word = new BigInteger(1, Arrays.copyOf(block, 8));
        String expected = String.format("%06d", word.mod(BigInteger.valueOf(1_000_000)));
        assertThat(derive(1, ID, NONCE, 6)).isEqualTo(expected);
    }

    @Test
    void everyPartOfTheInputMatters() {
        assertThat(new String[] {
                    derive(1, ID, NONCE, 10),
                    derive(2, ID, NONCE, 10),
                    derive(1, OTHER_ID, NONCE, 10),
                    derive(1, ID, OTHER_NONCE, 10)
                })
                .doesNotHaveDuplicates();
        assertThat(derive(1, ID, NONCE, 10))
                .doesNotStartWith(derive(1, ID, NONCE, 6))
                .doesNotEndWith(derive(1, ID, NONCE, 6));
    }

    @Test
    void newCodesUseThePrimaryKey() {
        assertThat(keys.current()).isEqualTo(new KeyId(2));
    }

    @Test
    void unknownKeyIsNamedAsInTheKeyRing() {
        assertThatThrownBy(() -> keys.derive(new KeyId(-1), ID, NONCE, 6))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The key ring has no key 4294967295 for codes");
    }

    private String derive(int key, ChallengeId id, Nonce nonce, int digits) {
        return keys.derive(new KeyId(key), id, nonce, digits).revealForSms();
    }
}
