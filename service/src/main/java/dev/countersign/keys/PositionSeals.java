package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.Aead;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.ProjectId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/// Seals positions among the events, so that callers may keep them.
///
/// A sealed position opens only for the project that it was sealed for, and under a key of this ring.
public final class PositionSeals {
    private static final String LABEL = "countersign/position/1/";

    private final Aead sealing;

    PositionSeals(Aead sealing) {
        this.sealing = sealing;
    }

    public byte[] seal(long position, ProjectId project) {
        try {
            return sealing.encrypt(
                    ByteBuffer.allocate(Long.BYTES).putLong(position).array(), place(project));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// The position that was sealed.
    ///
    /// @throws BrokenSealException if it was sealed for another project or under another ring, or was changed since
    public long open(byte[] sealed, ProjectId project) {
        try {
            return ByteBuffer.wrap(sealing.decrypt(sealed, place(project))).getLong();
        } catch (GeneralSecurityException _) {
            throw new BrokenSealException("A position does not open for this project under this key ring");
        }
    }

    private static byte[] place(ProjectId project) {
        return (LABEL + project.value()).getBytes(US_ASCII);
    }
}
