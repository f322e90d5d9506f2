package dev.countersign.revocation;

import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionId;
import dev.countersign.user.UserId;
import java.time.Instant;

/// A session that was revoked.
///
/// @param position the number of the event
public record Revocation(long position, ProjectId project, SessionId session, UserId user, Instant at) {}
