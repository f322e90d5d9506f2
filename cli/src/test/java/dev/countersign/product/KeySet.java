package dev.countersign.product;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.countersign.v1.JsonWebKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Keys as a service keeps them that checks JWTs by itself. One that it does not know it does not ask for.
final class KeySet {
    private volatile Map<String, RSAKey> keys = Map.of();

    void keep(List<JsonWebKey> published) {
        keys = published.stream()
                .collect(Collectors.toMap(
                        JsonWebKey::getKid,
                        key -> new RSAKey.Builder(Base64URL.from(key.getN()), Base64URL.from(key.getE())).build()));
    }

    int size() {
        return keys.size();
    }

    boolean believes(String jwt) {
        try {
            var jws = JWSObject.parse(jwt);
            var key = keys.get(keyOf(jwt));
            return key != null && jws.verify(new RSASSAVerifier(key));
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String keyOf(String jwt) {
        try {
            return JWSObject.parse(jwt).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
