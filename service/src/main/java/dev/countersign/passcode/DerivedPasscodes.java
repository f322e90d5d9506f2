package dev.countersign.passcode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;

/// Codes from HMAC-SHA-256 used as a pseudorandom function (RFC 2104, NIST SP 800-108).
///
/// Input: a label, the number of digits, a block counter, the nonce, the challenge's id. All parts but the last have a
/// fixed length, so that no two inputs are the same bytes; the label keeps other uses of the key apart.
public final class DerivedPasscodes implements PasscodeKeys {
    private static final byte[] LABEL = "countersign/passcode/1".getBytes(US_ASCII);
    private static final int BLOCK_BYTES = 32;

    private final KeyId current;
    private final Map<Integer, Prf> functions;

    /// @param functions HMAC-SHA-256 under each key; the primary one is for new codes
    /// @throws IllegalArgumentException if they cannot be used
    public DerivedPasscodes(PrfSet functions) {
        try {
            this.current = new KeyId(functions.getPrimaryId());
            this.functions = Map.copyOf(functions.getPrfs());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The keys for codes cannot be used", e);
        }
    }

    @Override
    public KeyId current() {
        return current;
    }

    @Override
    public Passcode derive(KeyId key, ChallengeId challengeId, Nonce nonce, int digits) {
        Prf function = functions.get(key.value());
        if (function == null) {
            throw new IllegalStateException("The key ring has no key " + key + " for codes");
        }
        return new Passcode(UnbiasedDigits.draw(digits, block -> {
            try {
                return function.compute(input(challengeId, nonce, digits, block), BLOCK_BYTES);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA-256 is not available", e);
            }
        }));
    }

    private static byte[] input(ChallengeId challengeId, Nonce nonce, int digits, int block) {
        byte[] id = challengeId.value().getBytes(US_ASCII);
        return ByteBuffer.allocate(LABEL.length + 1 + Integer.BYTES + Nonce.BYTES + id.length)
                .put(LABEL)
                .put((byte) digits)
                .putInt(block)
                .put(nonce.value())
                .put(id)
                .array();
    }
}
