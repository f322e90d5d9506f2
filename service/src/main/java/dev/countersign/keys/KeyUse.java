package dev.countersign.keys;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import java.security.GeneralSecurityException;

/// What a keyset of the ring is for.
///
/// @param member where it stands in the document
/// @param kind the only kind of key that belongs in it
/// @param configuration how Tink handles that kind
record KeyUse(String member, Parameters kind, Configuration configuration) {
    static final KeyUse WRAPPING = new KeyUse("wrapping", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
    static final KeyUse CODES = new KeyUse("codes", PredefinedPrfParameters.HMAC_SHA256_PRF, PrfConfig2026.get());
    static final KeyUse LOOKUP = new KeyUse("lookup", PredefinedPrfParameters.HMAC_SHA256_PRF, PrfConfig2026.get());

    KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(kind, configuration);
        } catch (GeneralSecurityException _) {
            throw unusable();
        }
    }

    /// The same keys and a fresh one, the last, which is not used yet.
    KeysetHandle withNext(KeysetHandle keyset) {
        try {
            return KeysetHandle.newBuilder(keyset)
                    .setConfiguration(configuration)
                    .addEntry(KeysetHandle.generateEntryFromParameters(kind).withRandomId())
                    .build();
        } catch (GeneralSecurityException _) {
            throw unusable();
        }
    }

    /// Whether the last key is not the one that is used.
    boolean hasNext(KeysetHandle keyset) {
        return !keyset.getAt(keyset.size() - 1).isPrimary();
    }

    /// The same keys, of which the last one is used from now on.
    KeysetHandle promoted(KeysetHandle keyset) {
        try {
            var builder = KeysetHandle.newBuilder(keyset).setConfiguration(configuration);
            builder.getAt(keyset.size() - 1).makePrimary();
            return builder.build();
        } catch (GeneralSecurityException _) {
            throw unusable();
        }
    }

    KeysetHandle parse(String json) {
        try {
            KeysetHandle keyset =
                    TinkJsonProtoKeysetFormat.parseKeyset(json, configuration, InsecureSecretKeyAccess.get());
            for (int i = 0; i < keyset.size(); i++) {
                if (!keyset.getAt(i).getKey().getParameters().equals(kind)) {
                    throw unusable();
                }
            }
            return keyset;
        } catch (GeneralSecurityException | RuntimeException _) {
            throw unusable();
        }
    }

    String reveal(KeysetHandle keyset) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, configuration, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException _) {
            throw unusable();
        }
    }

    <P> P primitive(KeysetHandle keyset, Class<P> type) {
        try {
            return keyset.getPrimitive(configuration, type);
        } catch (GeneralSecurityException _) {
            throw unusable();
        }
    }

    private KeyRingException unusable() {
        return new KeyRingException(
                "The key ring is damaged: \"" + member + "\" is no Tink keyset of the kind that belongs there");
    }
}
