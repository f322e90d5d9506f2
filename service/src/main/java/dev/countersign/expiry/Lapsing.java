package dev.countersign.expiry;

import java.time.Instant;
import java.util.List;

/// One kind of what runs out of time.
///
/// @param <T> names one that has
public interface Lapsing<T> {

    /// Those whose end was at `now` or before, and is not recorded; the oldest first.
    List<T> until(Instant now, int most);

    /// Records it, within the unit of work of the thread. Quiet where somebody has ended or prolonged it
    /// meanwhile.
    void expire(T lapsed, Instant now);
}
