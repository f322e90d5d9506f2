package dev.countersign.people;

import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserStatus;

/// A wish for a user.
public record NewUser(PhoneNumber number, UserStatus status, ProfileChange profile) {}
