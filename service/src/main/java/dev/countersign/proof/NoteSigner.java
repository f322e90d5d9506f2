package dev.countersign.proof;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// Signs notes with a private Ed25519 key (RFC 8032), which stays inside.
public final class NoteSigner {
    private final NoteKey key;
    private final Ed25519Sign signing;

    private NoteSigner(NoteKey key, Ed25519Sign signing) {
        this.key = key;
        this.signing = signing;
    }

    /// @param seed 32 random bytes: the private key of RFC 8032
    /// @throws IllegalArgumentException if these are not 32 bytes, or the name cannot be one
    public static NoteSigner of(String name, byte[] seed) {
        try {
            var pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
            return new NoteSigner(new NoteKey(name, pair.getPublicKey()), new Ed25519Sign(pair.getPrivateKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("This is not a private key for Ed25519.", e);
        }
    }

    /// What its notes are verified with.
    public NoteKey key() {
        return key;
    }

    /// @param text lines, each ended by a newline
    public String sign(String text) {
        try {
            var signature = signing.sign(text.getBytes(StandardCharsets.UTF_8));
            var coded = ByteBuffer.allocate(Integer.BYTES + signature.length)
                    .putInt(key.id())
                    .put(signature);
            return text + "\n\u2014 " + key.name() + " " + Base64.getEncoder().encodeToString(coded.array()) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A note cannot be signed.", e);
        }
    }
}
