package dev.countersign.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.jwt.PostgresSigningKeys.NewKey;
import dev.countersign.keys.SigningSeals;
import dev.countersign.project.IdForm;
import dev.countersign.project.ProjectId;
import java.time.Instant;

/// Makes signing keys, sealed from the beginning.
record NewSigningKeys(SigningSeals seals) {

    private static final IdForm FORM = new IdForm("jwk");
    private static final int BITS = 2048;

    NewKey make(ProjectId project, Instant now, Instant signsFrom) {
        try {
            var id = FORM.random(project.environment());
            var key = new RSAKeyGenerator(BITS).keyID(id).generate();
            return new NewKey(id, seals.seal(key.toJSONString(), project, id), now, signsFrom);
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java runtime makes RSA keys", e);
        }
    }
}
