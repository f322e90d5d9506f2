package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;

/// The private keys that checkpoints are signed with, one for each ledger: 32 bytes (RFC 8032), always the same for
/// the same ledger and key ring. Who has no key ring cannot make them, whatever else he may write.
public final class LedgerSeeds {
    private static final String LABEL = "countersign/ledger/1/";
    private static final int BYTES = 32;

    private final PrfSet functions;

    LedgerSeeds(PrfSet functions) {
        this.functions = functions;
    }

    public byte[] of(String ledger) {
        try {
            return functions.computePrimary((LABEL + ledger).getBytes(UTF_8), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
