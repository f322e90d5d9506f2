package dev.countersign.jwt;

import dev.countersign.jwt.PostgresSigningKeys.Newest;
import dev.countersign.keys.SigningSeals;
import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Replaces the keys that JWTs are signed with.
///
///     published ── LEAD ──▶ signs ──▶ (the next one signs) ── KEPT ──▶ gone
///
/// Guarantees: a key is published for an hour before it signs, so that everybody who keeps a key set for less has it by
/// then; it is published for 30 days after the next one began to sign, so that every JWT can be read for so long. Of
/// processes that replace one key at the same time one does.
public final class SigningKeyRotation {

    /// Longer than any cache of keys: a node's (a minute), an HTTP cache's (15 minutes), and those of Stytch's clients
    /// (10 minutes).
    static final Duration LEAD = Duration.ofHours(1);

    static final Duration KEPT = Duration.ofDays(30);

    private final PostgresSigningKeys stored;
    private final NewSigningKeys fresh;
    private final InstantSource clock;

    public SigningKeyRotation(PostgresSigningKeys stored, SigningSeals seals, InstantSource clock) {
        this.stored = stored;
        this.fresh = new NewSigningKeys(seals);
        this.clock = clock;
    }

    /// The key that is the newest now.
    ///
    /// @param signsFrom when it begins to sign
    /// @param isNew false: it was made before, and does not sign yet
    public record Successor(ProjectId project, String id, Instant signsFrom, boolean isNew) {}

    /// Makes the next key, unless one waits to sign already. Empty: the project has no key that could be
    /// replaced; it gets one when it needs it.
    public Optional<Successor> rotate(ProjectId project) {
        return stored.newest(project).map(this::follow);
    }

    /// The same for every project that has a key.
    public List<Successor> rotateAll() {
        return stored.newest().stream().map(this::follow).toList();
    }

    /// Replaces each key that has signed for so long, and forgets those whose time is over.
    public void rotateOlderThan(Duration age) {
        var now = clock.instant();
        stored.newest().stream()
                .filter(newest -> !newest.signsFrom().plus(age).isAfter(now))
                .forEach(this::follow);
        stored.removeEnded(now);
    }

    private Successor follow(Newest newest) {
        var now = clock.instant();
        if (newest.signsFrom().isAfter(now)) {
            return new Successor(newest.project(), newest.id(), newest.signsFrom(), false);
        }
        var key = fresh.make(newest.project(), now, now.plus(LEAD));
        var isAdded = stored.add(
                newest.project(), newest.ordinal() + 1, key, key.signsFrom().plus(KEPT));
        return isAdded
                ? new Successor(newest.project(), key.id(), key.signsFrom(), true)
                : stored.newest(newest.project()).map(this::follow).orElseThrow();
    }
}
