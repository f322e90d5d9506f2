package dev.countersign.session;

import dev.countersign.privacy.Attributes;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.List;

/// A live session, unsealed, as its owner may see it.
///
/// @param proofs oldest first
public record OpenSession(
        SessionId sessionId,
        UserId userId,
        ProjectId projectId,
        Instant startedAt,
        Instant lastAccessedAt,
        Instant expiresAt,
        Attributes attributes,
        CustomClaims customClaims,
        List<Proof> proofs) {

    /// The same, last accessed at another time.
    public OpenSession accessedAt(Instant at) {
        return new OpenSession(
                sessionId, userId, projectId, startedAt, at, expiresAt, attributes, customClaims, proofs);
    }

    /// A factor with the number that it is about.
    public record Proof(Factor factor, PhoneNumber number) {}
}
