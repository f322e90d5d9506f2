package dev.countersign.bench.floor;

/// A phone in a floor's tables.
///
/// @param ordinal of its newest challenge
record FloorPhone(String userId, String phoneId, String challengeId, int ordinal) {

    static FloorPhone create() {
        return new FloorPhone(Ids.random("user-test-"), Ids.random("phone-number-test-"), Ids.timeOrdered(), 1);
    }

    /// With a new challenge.
    FloorPhone next() {
        return new FloorPhone(userId, phoneId, Ids.timeOrdered(), ordinal + 1);
    }
}
