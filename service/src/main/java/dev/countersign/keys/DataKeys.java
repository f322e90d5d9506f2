package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.privacy.DataKey;
import dev.countersign.user.UserId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/// Makes users' data keys, and wraps them so that the database may keep them.
///
/// A wrapped key opens only for the user it was wrapped for (the id is associated data) and under a key of this ring.
/// For seconds it is remembered what it opened to: a login's message and its entries in the audit trail need the key
/// again. Whoever asks shows the wrapped key all the same, which nobody can once the user is erased.
public final class DataKeys {
    private static final String LABEL = "countersign/data-key/1/";
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);
    private static final int REMEMBERED = 10_000;

    private final Aead wrapping;
    private final SecureRandom random = new SecureRandom();
    private final Cache<UserId, Unwrapped> recent = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(REMEMBERED)
            .build();

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record Unwrapped(byte[] wrapped, DataKey key) {}

    DataKeys(Aead wrapping) {
        this.wrapping = wrapping;
    }

    /// A fresh key.
    public DataKey create() {
        return DataKey.random(random);
    }

    public byte[] wrap(DataKey key, UserId userId) {
        try {
            return wrapping.encrypt(key.revealForWrapping(), owner(userId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// The key that was wrapped.
    ///
    /// @throws BrokenSealException if it was wrapped for another user or under another ring, or was changed since
    public DataKey unwrap(byte[] wrapped, UserId userId) {
        var last = recent.getIfPresent(userId);
        if (last != null && Arrays.equals(last.wrapped(), wrapped)) {
            return last.key();
        }
        var key = open(wrapped, userId);
        recent.put(userId, new Unwrapped(wrapped.clone(), key));
        return key;
    }

    private DataKey open(byte[] wrapped, UserId userId) {
        try {
            return DataKey.ofUnwrapped(wrapping.decrypt(wrapped, owner(userId)));
        } catch (GeneralSecurityException _) {
            throw new BrokenSealException("A data key does not unwrap for this user under this key ring");
        }
    }

    private static byte[] owner(UserId userId) {
        return (LABEL + userId.value()).getBytes(US_ASCII);
    }
}
