package dev.countersign.project;

import java.util.Optional;

/// Tells whose secret a caller shows.
///
/// The implementer compares in constant time, does the same work for a project that does not exist as for a wrong
/// secret, and knows nothing of a secret once it is revoked or has expired. It may block: every call runs on a
/// virtual thread of its own.
public interface ProjectSecrets {
    /// Which secret of this project was shown. Empty: the project does not exist, or none of its live secrets is this.
    Optional<Holder> holder(ProjectId project, ProjectSecret secret);

    /// Who showed a secret: which one it was, and what that one is for.
    record Holder(SecretId secret, SecretRole role) {}
}
