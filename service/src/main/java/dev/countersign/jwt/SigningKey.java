package dev.countersign.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key of a project, with both halves. Safe for use by many threads.
public final class SigningKey {

    private final RSAKey key;
    private final Instant signsFrom;
    private final @Nullable Instant publishedUntil;
    private final RSASSASigner signer;
    private final RSASSAVerifier verifier;

    /// @param signsFrom later than its publication, so that nobody meets a signature by a key that they do not
    ///     know
    /// @param publishedUntil null: no end is set
    SigningKey(RSAKey key, Instant signsFrom, @Nullable Instant publishedUntil) {
        this.key = key;
        this.signsFrom = signsFrom;
        this.publishedUntil = publishedUntil;
        try {
            signer = new RSASSASigner(NativeCrypto.own(key.toRSAPrivateKey()));
            verifier = new RSASSAVerifier(key);
            NativeCrypto.provider().ifPresent(quicker -> {
                signer.getJCAContext().setProvider(quicker);
                verifier.getJCAContext().setProvider(quicker);
            });
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java runtime has RSA", e);
        }
    }

    /// `jwk-<environment>-<uuid>`.
    public String id() {
        return key.getKeyID();
    }

    /// The modulus, Base64url.
    public String modulus() {
        return key.getModulus().toString();
    }

    /// The exponent, Base64url.
    public String exponent() {
        return key.getPublicExponent().toString();
    }

    boolean maySign(Instant now) {
        return isPublished(now) && !now.isBefore(signsFrom);
    }

    boolean isPublished(Instant now) {
        return publishedUntil == null || now.isBefore(publishedUntil);
    }

    void sign(JWSObject jws) {
        try {
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("A session could not be signed", e);
        }
    }

    boolean hasSigned(JWSObject jws) {
        try {
            return jws.verify(verifier);
        } catch (JOSEException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
