package dev.countersign.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.RSAKey;
import dev.countersign.keys.SigningSeals;
import dev.countersign.project.ProjectId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of each project. The first is made when somebody first asks for it.
///
/// What another process has changed is known here within a minute: a new key has to be published longer than
/// that before it signs.
public final class SigningKeys {

    static final Duration FRESH = Duration.ofMinutes(1);

    /// Between two looks for a key or a project that is not known here. Everybody can invent names.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final int MOST_PROJECTS = 10_000;

    private final PostgresSigningKeys stored;
    private final NewSigningKeys fresh;
    private final SigningSeals seals;
    private final InstantSource clock;
    private final Cache<ProjectId, Known> known =
            Caffeine.newBuilder().maximumSize(MOST_PROJECTS).build();

    /// Since when. Apart from those that are known, so that invented ones do not drive them out.
    private final Cache<ProjectId, Instant> unknown =
            Caffeine.newBuilder().maximumSize(MOST_PROJECTS).build();

    private record Known(List<SigningKey> keys, Instant readAt) {

        boolean isYounger(Duration age, Instant now) {
            return now.isBefore(readAt.plus(age));
        }
    }

    public SigningKeys(PostgresSigningKeys stored, SigningSeals seals, InstantSource clock) {
        this.stored = stored;
        this.fresh = new NewSigningKeys(seals);
        this.seals = seals;
        this.clock = clock;
    }

    /// Those that signatures are checked with, the newest last; none if there is no such project, or was none at a
    /// look less than a second ago.
    public List<SigningKey> published(ProjectId project) {
        return isKnown(project) ? published(keys(project, FRESH)) : List.of();
    }

    private boolean isKnown(ProjectId project) {
        return known.getIfPresent(project) != null || unknown.asMap().compute(project, this::unknownSince) == null;
    }

    private @Nullable Instant unknownSince(ProjectId project, @Nullable Instant since) {
        var now = clock.instant();
        if (since != null && now.isBefore(since.plus(LOOK_AGAIN))) {
            return since;
        }
        return keys(project, FRESH).isEmpty() ? now : null;
    }

    /// The one that signs.
    ///
    /// @throws IllegalStateException if there is no such project
    public SigningKey current(ProjectId project) {
        var keys = keys(project, FRESH);
        var now = clock.instant();
        for (var key : keys.reversed()) {
            if (key.maySign(now)) {
                return key;
            }
        }
        throw new IllegalStateException(project + " has no key that signs");
    }

    /// A published key by its id. One that is not known here may be new, so it is looked up again.
    Optional<SigningKey> find(ProjectId project, String id) {
        return named(id, keys(project, FRESH)).or(() -> named(id, keys(project, LOOK_AGAIN)));
    }

    private Optional<SigningKey> named(String id, List<SigningKey> keys) {
        return published(keys).stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /// Reading may make a key, which is younger than the call that it is made for.
    private List<SigningKey> published(List<SigningKey> keys) {
        var now = clock.instant();
        return keys.stream().filter(key -> key.isPublished(now)).toList();
    }

    /// As they were at most `age` ago. That there is no such project is not remembered here: whoever has logged in with
    /// one gets its key at once.
    private List<SigningKey> keys(ProjectId project, Duration age) {
        var remembered = known.getIfPresent(project);
        if (remembered != null && remembered.isYounger(age, clock.instant())) {
            return remembered.keys();
        }
        var read = known.asMap()
                .compute(
                        project,
                        (id, other) -> other != null && other.isYounger(age, clock.instant()) ? other : read(id));
        return read == null ? List.of() : read.keys();
    }

    private @Nullable Known read(ProjectId project) {
        var now = clock.instant();
        var found = stored.of(project);
        if (found.filter(List::isEmpty).isPresent()) {
            stored.add(project, 1, fresh.make(project, now, now), now); // if another process is faster its key counts
            found = stored.of(project);
        }
        return found.map(rows ->
                        new Known(rows.stream().map(row -> open(project, row)).toList(), now))
                .orElse(null);
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
