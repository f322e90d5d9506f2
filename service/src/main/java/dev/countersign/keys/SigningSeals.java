package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.ProjectId;
import java.security.GeneralSecurityException;

/// Seals the keys that session JWTs are signed with, so that the database may keep them.
///
/// A sealed key opens only for the project and under the name that it was sealed for, and under a key of this
/// ring.
public final class SigningSeals {
    private static final String LABEL = "countersign/signing-key/1/";

    private final Aead wrapping;

    SigningSeals(Aead wrapping) {
        this.wrapping = wrapping;
    }

    public byte[] seal(String key, ProjectId project, String keyId) {
        try {
            return wrapping.encrypt(key.getBytes(UTF_8), place(project, keyId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// The key that was sealed.
    ///
    /// @throws BrokenSealException if it was sealed for another place or under another ring, or was changed
    ///     since
    public String open(byte[] sealed, ProjectId project, String keyId) {
        try {
            return new String(wrapping.decrypt(sealed, place(project, keyId)), UTF_8);
        } catch (GeneralSecurityException _) {
            throw new BrokenSealException("A signing key does not open for this project under this key ring");
        }
    }

    private static byte[] place(ProjectId project, String keyId) {
        return (LABEL + project.value() + "/" + keyId).getBytes(US_ASCII);
    }
}
