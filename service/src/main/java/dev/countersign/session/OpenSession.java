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
/// @param roles those of the user, now
public record OpenSession(
        SessionId sessionId,
        UserId userId,
        ProjectId projectId,
        Instant startedAt,
        Instant lastAccessedAt,
        Instant expiresAt,
        Attributes attributes,
        CustomClaims customClaims,
        List<Proof> proofs,
        List<String> roles) {

    /// The same, last accessed at another time.
    public OpenSession accessedAt(Instant at) {
        return new OpenSession(
                sessionId, userId, projectId, startedAt, at, expiresAt, attributes, customClaims, proofs, roles);
    }

    /// What a session rests on.
    public sealed interface Proof {

        /// A factor with the number that it is about.
        record ByPhone(Factor factor, PhoneNumber number) implements Proof {}

        /// Somebody followed a link that was mailed to the address. In the sandbox only, where nobody did.
        record ByMail(String emailId, String emailAddress, Instant provenAt) implements Proof {}
    }
}
