package dev.countersign.audit;

import dev.countersign.privacy.IpAddress;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditOutcome;
import java.time.Instant;
import java.util.Optional;

/// Which entries are wanted: those that everything that is there applies to.
///
/// @param from recorded then or later
/// @param before recorded before
record Wanted(
        Optional<Instant> from,
        Optional<Instant> before,
        Optional<String> type,
        Optional<AuditOutcome> outcome,
        Optional<String> reason,
        Optional<String> user,
        Optional<PhoneNumber> number,
        Optional<String> challenge,
        Optional<String> session,
        Optional<IpAddress> address,
        Optional<String> country,
        Optional<String> provider,
        Optional<String> request) {}
