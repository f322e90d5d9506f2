package dev.countersign.audit;

import dev.countersign.privacy.IpAddress;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditEvent;
import java.util.Optional;

/// An entry as it is told, and what stands behind the masks.
record Told(AuditEvent event, Optional<PhoneNumber> number, Optional<IpAddress> address) {}
