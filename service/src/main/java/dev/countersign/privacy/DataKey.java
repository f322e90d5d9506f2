package dev.countersign.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// The key that one user's personal data is sealed under: AES-256-GCM (NIST SP 800-38D) with a fresh random nonce.
///
/// The *context* says where a value belongs, for example the event's name and the phone's id. It is not stored; opening
/// takes the same one, so that a sealed value cannot be moved to another place. Safe for use by many threads.
public final class DataKey {
    private static final int BYTES = 32;

    private final byte[] bytes;
    private final Aead aead;

    private DataKey(byte[] bytes) {
        this.bytes = bytes;
        try {
            this.aead = new AesGcmJce(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    public static DataKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DataKey(bytes);
    }

    /// The key that [#revealForWrapping()] gave.
    ///
    /// @throws IllegalArgumentException if these are not 32 bytes
    public static DataKey ofUnwrapped(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A data key has 32 bytes, not " + bytes.length);
        }
        return new DataKey(bytes.clone());
    }

    public Sealed seal(byte[] plain, String context) {
        try {
            return new Sealed(aead.encrypt(plain, context.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    public Sealed seal(String plain, String context) {
        return seal(plain.getBytes(UTF_8), context);
    }

    /// The text that was sealed.
    ///
    /// @throws BrokenSealException if it was sealed under another key or for another context, or was changed since
    public String open(Sealed sealed, String context) {
        try {
            return new String(aead.decrypt(sealed.value(), context.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException _) {
            throw new BrokenSealException("A sealed value does not open under this key and context");
        }
    }

    /// The key itself, for wrapping it under the key ring and nothing else.
    public byte[] revealForWrapping() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "DataKey[******]";
    }
}
