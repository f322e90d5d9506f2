package dev.countersign.idempotency;

import java.time.Instant;
import java.util.Optional;

/// Answers, by the key of their call.
///
/// Reads see everything that was committed before they were asked for. Writes belong to the unit of work of the
/// thread. Of two units that keep an answer under one key only one is stored, unless the first answer's time is
/// up by then.
public interface KeptAnswers {

    /// @param until the first moment at which nobody may be given it
    record Kept(byte[] sealed, Instant until) {}

    Optional<Kept> find(KeyHash key);

    void keep(KeyHash key, byte[] sealed, Instant at, Instant until);

    /// Forgets an answer whose time is up at `now`; quiet if it is not, or there is none.
    void forget(KeyHash key, Instant now);
}
