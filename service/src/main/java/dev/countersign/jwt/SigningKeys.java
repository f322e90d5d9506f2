package dev.countersign.jwt;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.keys.SigningSeals;
import dev.countersign.project.IdForm;
import dev.countersign.project.ProjectId;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The keys of each project. The first is made when somebody first asks for it.
///
/// What another process has changed is known here within a minute: a new key has to be published longer than
/// that before it signs.
public final class SigningKeys {

    private static final IdForm FORM = new IdForm("jwk");
    private static final int BITS = 2048;
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST_PROJECTS = 10_000;

    private final PostgresSigningKeys stored;
    private final SigningSeals seals;
    private final InstantSource clock;
    private final LoadingCache<ProjectId, List<SigningKey>> known;

    public SigningKeys(PostgresSigningKeys stored, SigningSeals seals, InstantSource clock) {
        this.stored = stored;
        this.seals = seals;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumSize(MOST_PROJECTS)
                .build(this::load);
    }

    /// Those that signatures are checked with, the newest last; none if there is no such project.
    public List<SigningKey> published(ProjectId project) {
        var keys = known.get(project); // may make one, which is younger than this call
        var now = clock.instant();
        return keys.stream().filter(key -> key.isPublished(now)).toList();
    }

    /// The one that signs.
    ///
    /// @throws IllegalStateException if there is no such project
    public SigningKey current(ProjectId project) {
        var keys = known.get(project);
        var now = clock.instant();
        return keys.reversed().stream()
                .filter(key -> key.maySign(now))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(project + " has no key that signs"));
    }

    /// A published key by its id. One that is not known here may be new, so it is looked up again.
    Optional<SigningKey> find(ProjectId project, String id) {
        return published(project, id).or(() -> {
            known.invalidate(project);
            return published(project, id);
        });
    }

    private Optional<SigningKey> published(ProjectId project, String id) {
        return published(project).stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<SigningKey> load(ProjectId project) {
        var found = stored.of(project);
        if (found.isEmpty() && stored.isProject(project)) {
            makeFirst(project);
            found = stored.of(project);
        }
        return found.stream().map(row -> open(project, row)).toList();
    }

    /// If another process is faster its key counts, and this one is forgotten.
    private void makeFirst(ProjectId project) {
        try {
            var id = FORM.random(project.environment());
            var key = new RSAKeyGenerator(BITS).keyID(id).generate();
            stored.addFirst(project, id, seals.seal(key.toJSONString(), project, id), clock.instant());
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java runtime makes RSA keys", e);
        }
    }

    private SigningKey open(ProjectId project, PostgresSigningKeys.Row row) {
        try {
            var key = RSAKey.parse(seals.open(row.sealed(), project, row.id()));
            return new SigningKey(key, row.signsFrom(), row.publishedUntil());
        } catch (ParseException e) {
            throw new IllegalStateException(row.id() + " is no key");
        }
    }
}
