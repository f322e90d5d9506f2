package dev.countersign.project;

import java.util.Optional;

/// Tells whose secret a caller shows.
///
/// The implementer compares in constant time, does the same work for a project that does not exist as for a wrong
/// secret, and knows nothing of a secret once it is revoked or has expired. It may block: every call runs on a
/// virtual thread of its own.
public interface ProjectSecrets {
    /// The secret of this project that was shown; empty if the project does not exist or no live secret of it is this one.
    Optional<SecretId> holder(ProjectId project, ProjectSecret secret);
}
