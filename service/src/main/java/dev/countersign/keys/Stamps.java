package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.prf.PrfSet;
import dev.countersign.project.ProjectId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/// Marks what is handed out to a caller and comes back, so that it is known again: HMAC-SHA-256, 16 bytes of it.
///
/// A stamp is good for one project and one use. Safe for use by many threads.
public final class Stamps {
    private static final String LABEL = "countersign/stamp/1/";
    private static final int BYTES = 16;

    private final PrfSet functions;

    Stamps(PrfSet functions) {
        this.functions = functions;
    }

    /// The content with its stamp behind it.
    public byte[] stamped(ProjectId project, String use, byte[] content) {
        var stamp = stamp(project, use, content);
        return ByteBuffer.allocate(content.length + BYTES)
                .put(content)
                .put(stamp)
                .array();
    }

    /// What was stamped.
    ///
    /// @throws IllegalArgumentException if it was changed, or stamped for another project or use
    public byte[] open(ProjectId project, String use, byte[] stamped) {
        if (stamped.length < BYTES) {
            throw new IllegalArgumentException("Not stamped by us");
        }
        var content = Arrays.copyOf(stamped, stamped.length - BYTES);
        var stamp = Arrays.copyOfRange(stamped, content.length, stamped.length);
        if (!MessageDigest.isEqual(stamp, stamp(project, use, content))) {
            throw new IllegalArgumentException("Not stamped by us");
        }
        return content;
    }

    private byte[] stamp(ProjectId project, String use, byte[] content) {
        try {
            var label = (LABEL + use + "/" + project.value() + "/").getBytes(US_ASCII);
            var input = ByteBuffer.allocate(label.length + content.length)
                    .put(label)
                    .put(content)
                    .array();
            return functions.computePrimary(input, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
