package dev.countersign.revocation;

import java.time.Instant;
import java.util.List;

/// Every revocation there ever was, in the order in which they became visible.
public interface RevocationLog {

    /// The next revocations after a position.
    Look after(long position, int most);

    /// After the newest event.
    long head();

    /// Before all revocations at or after an instant.
    long before(Instant at);

    /// What was seen.
    ///
    /// @param revocations in order
    /// @param position nothing is missing up to here
    /// @param isComplete false: there is more already
    record Look(List<Revocation> revocations, long position, boolean isComplete) {

        public Look {
            revocations = List.copyOf(revocations);
        }
    }
}
