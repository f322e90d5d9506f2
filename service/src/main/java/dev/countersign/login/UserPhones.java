package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import java.util.List;

/// A user with all phones, in the order in which they were registered.
public record UserPhones(Owner owner, List<KnownPhone> phones) {}
