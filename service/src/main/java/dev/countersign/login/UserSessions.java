package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import java.util.List;

/// A user with the sessions that nobody has ended, the oldest first.
public record UserSessions(Owner owner, List<LiveSession> sessions) {}
