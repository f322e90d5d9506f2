package dev.countersign.bench.floor;

import dev.countersign.bench.load.Operation;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// The rows of each operation: the same tables, columns and sizes as the service writes, without any of its thinking.
final class FloorRows {

    private static final String PROJECT = Ids.random("project-test-");
    private static final int HASH_BYTES = 32;
    private static final int MINUTES = 10;
    private static final int GROUPS_OF_DIGITS = 9;
    private static final int DIFFERENT_GROUPS = 1_000;

    private static final String USER =
            "insert into app_user (user_id, project_id, status, created_at, data_key) values (?, ?, 'active', ?, ?)";
    private static final String PHONE = """
            insert into phone (phone_id, project_id, user_id, number_hash, sealed_number, registered_at,
                               user_created_at, verified, failed_guesses)
            values (?, ?, ?, ?, ?, ?, ?, false, 0)""";
    private static final String PHONE_DIGITS = """
            insert into phone_digits (project_id, user_created_at, user_id, phone_id, digits)
            values (?, ?, ?, ?, ?::int[])""";
    private static final String PHONE_STATE = """
            update phone set verified = true, failed_guesses = 0, locked_at = null, locked_until = null
            where phone_id = ?""";
    private static final String CHALLENGE =
            "insert into newest_challenge (phone_id, ordinal, challenge_id, open_until) values (?, ?, ?, ?)";
    private static final String NEXT_CHALLENGE = """
            update newest_challenge set ordinal = ordinal + 1, challenge_id = ?, open_until = ? where phone_id = ?""";
    private static final String CHALLENGE_CLOSING =
            "update newest_challenge set open_until = null where phone_id = ? and ordinal = ?";
    private static final String EVENT = """
            insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at,
                               payload_type, payload_revision, payload, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Specimens specimens;

    FloorRows(Specimens specimens) {
        this.specimens = specimens;
    }

    /// The rows that bring a phone to the state in which an operation leaves it.
    Commit of(Operation operation, FloorPhone phone) {
        var now = OffsetDateTime.now(ZoneOffset.UTC);
        return new Commit(
                operation,
                switch (operation) {
                    case NEW -> List.of(user(phone, now), phone(phone, now), digits(phone, now), challenge(phone, now));
                    case FIRST -> List.of(new Row(PHONE_STATE, phone.phoneId()), closing(phone));
                    case KNOWN -> List.of(next(phone, now));
                    case AUTHENTICATE -> List.of(closing(phone));
                    case SESSION, CHECK, CHECK_UNSIGNED ->
                        throw new IllegalArgumentException(operation.title() + " has no floor that writes");
                },
                specimens.eventsOf(operation).stream()
                        .map(event -> event(event, phone, now))
                        .toList());
    }

    private Row user(FloorPhone phone, OffsetDateTime now) {
        return new Row(USER, phone.userId(), PROJECT, now, specimens.dataKey());
    }

    private Row phone(FloorPhone phone, OffsetDateTime now) {
        var hash = new byte[HASH_BYTES];
        ThreadLocalRandom.current().nextBytes(hash);
        return new Row(PHONE, phone.phoneId(), PROJECT, phone.userId(), hash, specimens.sealedNumber(), now, now);
    }

    private static Row digits(FloorPhone phone, OffsetDateTime now) {
        var groups = ThreadLocalRandom.current()
                .ints(GROUPS_OF_DIGITS, 0, DIFFERENT_GROUPS)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{", "}"));
        return new Row(PHONE_DIGITS, PROJECT, now, phone.userId(), phone.phoneId(), groups);
    }

    private static Row challenge(FloorPhone phone, OffsetDateTime now) {
        return new Row(CHALLENGE, phone.phoneId(), phone.ordinal(), phone.challengeId(), now.plusMinutes(MINUTES));
    }

    private static Row next(FloorPhone phone, OffsetDateTime now) {
        return new Row(NEXT_CHALLENGE, phone.challengeId(), now.plusMinutes(MINUTES), phone.phoneId());
    }

    private static Row closing(FloorPhone phone) {
        return new Row(CHALLENGE_CLOSING, phone.phoneId(), phone.ordinal());
    }

    private static Row event(StoredEvent event, FloorPhone phone, OffsetDateTime now) {
        return new Row(
                EVENT,
                aggregate(event.aggregateType(), phone),
                event.sequenceNumber(),
                event.aggregateType(),
                Ids.timeOrderedUuid(),
                now,
                event.type(),
                event.revision(),
                event.payload(),
                event.metadata());
    }

    private static String aggregate(String type, FloorPhone phone) {
        return switch (type) {
            case "user" -> phone.userId();
            case "phone" -> phone.phoneId();
            case "passcode" -> phone.challengeId();
            default -> throw new IllegalStateException("The floor does not know what a " + type + " is.");
        };
    }
}
