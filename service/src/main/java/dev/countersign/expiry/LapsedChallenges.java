package dev.countersign.expiry;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.List;

/// Open challenges whose time is up.
public interface LapsedChallenges {

    /// A challenge that nobody has closed.
    record Lapsed(PhoneId phoneId, NewestChallenge challenge) {}

    /// Those that ended at `now` or before, the oldest first.
    List<Lapsed> until(Instant now, int most);

    /// Runs work while no other node does the same; does nothing if one is at it.
    void alone(Runnable work);
}
