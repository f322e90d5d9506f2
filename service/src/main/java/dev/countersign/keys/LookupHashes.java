package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.prf.PrfSet;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.ProjectId;
import dev.countersign.user.ExternalId;
import dev.countersign.user.PhoneNumber;
import java.security.GeneralSecurityException;

/// Finds a phone number, an external id, or an IP address, in the database without the database holding it.
///
/// Keyed (HMAC-SHA-256), since there are few enough phone numbers to try them all against a plain hash. The same
/// in two projects has unrelated hashes. Safe for use by many threads.
public final class LookupHashes {
    private static final String PHONE = "countersign/lookup/phone/1/";
    private static final String EXTERNAL_ID = "countersign/lookup/external-id/1/";
    private static final String IP_ADDRESS = "countersign/lookup/ip-address/1/";
    private static final int BYTES = 32;

    private final PrfSet functions;

    LookupHashes(PrfSet functions) {
        this.functions = functions;
    }

    /// 32 bytes, always the same for the same project and number.
    public byte[] hash(ProjectId projectId, PhoneNumber number) {
        return hash(PHONE + projectId.value() + "/" + number.e164());
    }

    /// 32 bytes, always the same for the same project and external id.
    public byte[] hash(ProjectId projectId, ExternalId externalId) {
        return hash(EXTERNAL_ID + projectId.value() + "/" + externalId.text());
    }

    /// 32 bytes, always the same for the same project and address.
    public byte[] hash(ProjectId projectId, IpAddress address) {
        return hash(IP_ADDRESS + projectId.value() + "/" + address.text());
    }

    private byte[] hash(String input) {
        try {
            return functions.computePrimary(input.getBytes(US_ASCII), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
