package dev.countersign.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as the store keeps it, byte for byte.
///
/// @param position among all events
/// @param stream the id of the aggregate
/// @param sequence its place in the stream, from 0
/// @param kind of aggregate
/// @param type the stored name of the event
/// @param payload JSON
/// @param metadata JSON: where it came from, see [Origin]
@SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
public record RawEvent(
        long position,
        UUID id,
        String stream,
        long sequence,
        String kind,
        String type,
        @Nullable String revision,
        Instant recordedAt,
        byte[] payload,
        byte[] metadata) {}
