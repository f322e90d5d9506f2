package dev.countersign.login;

import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;

/// A code is on its way.
public record StartedLogin(UserId userId, PhoneId phoneId, boolean userCreated) {}
