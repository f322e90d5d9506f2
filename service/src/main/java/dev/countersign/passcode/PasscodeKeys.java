package dev.countersign.passcode;

/// Derives codes instead of storing them.
///
/// Guarantees: the same four arguments give the same code, on every node and after every restart; whoever lacks the
/// key learns nothing about a code from its challenge and nonce, nor from other codes; each of the 10^digits codes is
/// equally likely. Safe for use by many threads.
public interface PasscodeKeys {
    /// The key for new codes. Others stay derivable for as long as the ring holds them.
    KeyId current();

    /// The code of a challenge.
    ///
    /// @param digits how many digits it has, 4 to 10; leading zeros count
    /// @throws IllegalStateException if the ring does not hold `key` (any more)
    Passcode derive(KeyId key, ChallengeId challengeId, Nonce nonce, int digits);
}
