package dev.countersign.login;

import dev.countersign.session.SessionId;
import java.time.Instant;

/// The first moment at which a session is dead.
public record SessionEnd(SessionId sessionId, Instant expiresAt) {}
