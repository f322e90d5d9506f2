package dev.countersign.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import org.axonframework.common.IdentifierFactory;

/// Ids of messages and events: UUIDv7 (RFC 9562), whose order in time keeps indexes compact. Found by Axon as a
/// service.
public final class TimeOrderedIds extends IdentifierFactory {

    private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

    @Override
    public String generateIdentifier() {
        return UUIDS.generate().toString();
    }
}
