package dev.countersign.bench.search;

import dev.countersign.keys.KeyRing;
import dev.countersign.privacy.DataKey;
import dev.countersign.project.ProjectId;
import dev.countersign.user.ExternalId;
import dev.countersign.user.Name;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Users as the service would have stored them, without their events: every value sealed, hashed and indexed as it does
/// that, under its own keys. One phone each, created a second apart.
///
/// Nine of ten are active, four of five phones verified; every number is of one of 300 areas, every user has one of 200
/// first and 10,000 last names and an external id. The same seed makes the same people.
public final class Population {

    static final int AREAS = 300;
    static final int FIRST_NAMES = 200;
    static final int LAST_NAMES = 10_000;

    private static final int BATCH = 10_000;
    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "be", "du", "fa", "go", "ha", "ji", "ku", "le", "ma", "no",
        "pe", "ro", "so", "ta", "ve", "wi", "xa", "yo", "ze", "bra", "cle", "dri"
    };

    private final KeyRing keys;
    private final ProjectId project;
    private final Instant start;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> prefixes = new ConcurrentHashMap<>();

    /// @param start when the first user is created
    Population(KeyRing keys, ProjectId project, Instant start) {
        this.keys = keys;
        this.project = project;
        this.start = start.truncatedTo(ChronoUnit.MICROS);
    }

    /// One of them, by its number from 0 on.
    record Person(
            UserId user,
            PhoneId phone,
            PhoneNumber number,
            Name name,
            ExternalId externalId,
            Instant createdAt,
            boolean active,
            boolean verified) {}

    Person person(int index) {
        var random = new Random(index * 0x9E3779B97F4A7C15L);
        random.nextLong();
        return new Person(
                new UserId("user-test-" + uuid(random)),
                new PhoneId("phone-number-test-" + uuid(random)),
                number(index, random),
                new Name(word(random.nextInt(FIRST_NAMES), 2), "", word(random.nextInt(LAST_NAMES), 3)),
                new ExternalId("person-" + index),
                start.plusSeconds(index),
                random.nextInt(10) > 0,
                random.nextInt(5) > 0);
    }

    /// Different for each index.
    private static PhoneNumber number(int index, Random random) {
        var area = 200 + 2 * random.nextInt(AREAS);
        var rest = (int) (index * 7_368_787L % 10_000_000);
        return PhoneNumber.ofStored("+1%d%07d".formatted(area, rest));
    }

    private static String uuid(Random random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 2L << 62).toString();
    }

    static String word(int number, int syllables) {
        var word = new StringBuilder();
        var rest = number;
        for (var i = 0; i < syllables; i++) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
            rest /= SYLLABLES.length;
        }
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /// Stores those from one number to before another.
    void store(DataSource database, int from, int to) throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            for (var first = from; first < to; first += BATCH) {
                store(connection, first, Math.min(to, first + BATCH));
            }
        }
    }

    private void store(Connection connection, int from, int to) throws SQLException, IOException {
        var users = new StringBuilder();
        var phones = new StringBuilder();
        var digits = new StringBuilder();
        for (var index = from; index < to; index++) {
            add(person(index), users, phones, digits);
        }
        copy(
                connection,
                "app_user (user_id, project_id, status, created_at, data_key, name, external_id, external_id_hash,"
                        + " roles, name_prefixes)",
                users);
        copy(
                connection,
                "phone (phone_id, project_id, user_id, number_hash, sealed_number, registered_at, user_created_at,"
                        + " verified, failed_guesses)",
                phones);
        copy(connection, "phone_digits (project_id, user_created_at, user_id, phone_id, digits)", digits);
    }

    private void add(Person person, StringBuilder users, StringBuilder phones, StringBuilder digits) {
        var key = DataKey.random(random);
        var user = person.user();
        row(
                users,
                user.value(),
                project.value(),
                person.active() ? "active" : "pending",
                person.createdAt().toString(),
                bytes(keys.dataKeys().wrap(key, user)),
                bytes(Objects.requireNonNull(person.name().seal(key, user)).value()),
                bytes(person.externalId().seal(key, user).value()),
                bytes(keys.lookupHashes().hash(project, person.externalId())),
                "{}",
                prefixes(person.name()));
        row(
                phones,
                person.phone().value(),
                project.value(),
                user.value(),
                bytes(keys.lookupHashes().hash(project, person.number())),
                bytes(key.seal(
                                person.number().e164(),
                                "number of " + person.phone().value())
                        .value()),
                person.createdAt().toString(),
                person.createdAt().toString(),
                person.verified() ? "t" : "f",
                "0");
        row(
                digits,
                project.value(),
                person.createdAt().toString(),
                user.value(),
                person.phone().value(),
                Arrays.stream(keys.searchTokens().ofNumber(project, person.number()))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private String prefixes(Name name) {
        return "{" + name.parts().map(this::prefixesOf).collect(Collectors.joining(",")) + "}";
    }

    private String prefixesOf(String part) {
        return prefixes.computeIfAbsent(
                part,
                word -> Arrays.stream(keys.searchTokens().ofName(project, new Name(word, "", "")))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(",")));
    }

    private static String bytes(byte[] bytes) {
        return "\\\\x" + HexFormat.of().formatHex(bytes);
    }

    private static void row(StringBuilder rows, String... values) {
        rows.append(String.join("\t", values)).append('\n');
    }

    private static void copy(Connection connection, String table, StringBuilder rows) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy " + table + " from stdin",
                        new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
