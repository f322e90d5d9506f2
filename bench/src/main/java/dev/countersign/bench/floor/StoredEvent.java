package dev.countersign.bench.floor;

/// An event as the service stored it, without what makes it different from any other of its kind.
record StoredEvent(
        String aggregateType, long sequenceNumber, String type, String revision, byte[] payload, byte[] metadata) {}
