package dev.countersign.project;

import java.util.Collection;
import java.util.Set;

/// Tells which secrets nobody has revoked yet: for calls that last longer than their credentials may.
public interface LiveSecrets {
    /// Those of `shown` that are still live.
    Set<SecretId> among(Collection<SecretId> shown);
}
