package dev.countersign.ledger;

import org.jspecify.annotations.Nullable;

/// What an event is about: ids, as they stand in the store. Null: nothing of that kind.
///
/// @param project null also where the beginning of the stream is not there
public record Subject(
        @Nullable String project,
        @Nullable String user,
        @Nullable String phone,
        @Nullable String challenge,
        @Nullable String session) {

    public static final Subject UNKNOWN = new Subject(null, null, null, null, null);
}
