package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.ProjectId;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/// Keeps answers that hold tokens and numbers, and finds them again by the key that a caller chose.
///
/// The key may be anything, personal too, so that only a keyed hash (HMAC-SHA-256) of it is kept. A sealed
/// answer opens only under the hash that it was sealed for. Safe for use by many threads.
public final class AnswerSeals {
    private static final String HASH_LABEL = "countersign/idempotency-key/1/";
    private static final String SEAL_LABEL = "countersign/kept-answer/1/";
    private static final int BYTES = 32;

    private final Aead wrapping;
    private final PrfSet functions;

    AnswerSeals(Aead wrapping, PrfSet functions) {
        this.wrapping = wrapping;
        this.functions = functions;
    }

    /// 32 bytes, always the same for the same project and key.
    public byte[] hash(ProjectId project, String key) {
        try {
            return functions.computePrimary((HASH_LABEL + project.value() + "/" + key).getBytes(UTF_8), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    public byte[] seal(byte[] answer, byte[] hash) {
        try {
            return wrapping.encrypt(answer, place(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// The answer that was sealed.
    ///
    /// @throws BrokenSealException if it was sealed for another hash or under another ring, or was changed
    ///     since
    public byte[] open(byte[] sealed, byte[] hash) {
        try {
            return wrapping.decrypt(sealed, place(hash));
        } catch (GeneralSecurityException _) {
            throw new BrokenSealException("A kept answer does not open for this key under this key ring");
        }
    }

    private static byte[] place(byte[] hash) {
        return (SEAL_LABEL + HexFormat.of().formatHex(hash)).getBytes(US_ASCII);
    }
}
