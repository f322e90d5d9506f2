package dev.countersign.passcode;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.subtle.PrfHmacJce;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 under two keys that everybody knows, 1 and 2. The second is for new codes.
final class KnownFunctions extends PrfSet {
    static byte[] key(int id) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) id);
        return key;
    }

    @Override
    public int getPrimaryId() {
        return 2;
    }

    @Override
    public Map<Integer, Prf> getPrfs() throws GeneralSecurityException {
        return Map.of(1, function(1), 2, function(2));
    }

    private static Prf function(int id) throws GeneralSecurityException {
        return new PrfHmacJce("HMACSHA256", new SecretKeySpec(key(id), "HMAC"));
    }
}
