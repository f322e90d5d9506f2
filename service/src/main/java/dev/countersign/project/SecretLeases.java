package dev.countersign.project;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Remembers the secrets of a project for a tenth of a second after it began to read them: a busy project's are read
/// ten
/// times a second and not with each of its calls.
///
/// Whoever revokes a secret waits for [#REVOCATION] behind the commit. Then no node knows it any more, for a lease
/// counts
/// from the moment before its read, by a clock of the node that never jumps. (A machine that slept meanwhile may go on
/// with a lease for the rest of it when it wakes.) A secret that is not among the remembered ones is looked for in
/// the database: a new one is good at once, and nobody pushes others out of the memory with wrong ones.
///
/// @param <S> what is known of a secret
final class SecretLeases<S> {
    /// How long a node may go by what it has read.
    static final Duration LENGTH = Duration.ofMillis(100);

    /// After this time a revoked secret is dead on every node: twice as long, for clocks that run unevenly.
    static final Duration REVOCATION = LENGTH.multipliedBy(2);

    private static final int REMEMBERED = 10_000;

    private final Cache<ProjectId, Lease<S>> leases = Caffeine.newBuilder()
            .expireAfterWrite(LENGTH)
            .maximumSize(REMEMBERED)
            .build();
    private final Function<ProjectId, List<S>> reading;
    private final LongSupplier nanoTime;

    private record Lease<S>(List<S> secrets, long begunAt) {}

    /// @param reading reads the secrets of a project from the database
    /// @param nanoTime `System::nanoTime`
    SecretLeases(Function<ProjectId, List<S>> reading, LongSupplier nanoTime) {
        this.reading = reading;
        this.nanoTime = nanoTime;
    }

    /// The live secret of a project that fits.
    ///
    /// @param fits looks at each of the secrets, in constant time
    Optional<S> find(ProjectId project, Predicate<S> fits) {
        var now = nanoTime.getAsLong();
        var lease = leases.getIfPresent(project);
        if (lease != null && now - lease.begunAt() < LENGTH.toNanos()) {
            var remembered = fitting(lease.secrets(), fits);
            if (remembered.isPresent()) {
                return remembered;
            }
        }
        var secrets = reading.apply(project);
        var found = fitting(secrets, fits);
        if (found.isPresent()) {
            leases.put(project, new Lease<>(secrets, now));
        }
        return found;
    }

    private static <S> Optional<S> fitting(List<S> secrets, Predicate<S> fits) {
        Optional<S> fitting = Optional.empty();
        for (var secret : secrets) {
            if (fits.test(secret)) {
                fitting = Optional.of(secret);
            }
        }
        return fitting;
    }
}
