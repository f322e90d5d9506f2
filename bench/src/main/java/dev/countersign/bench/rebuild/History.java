package dev.countersign.bench.rebuild;

import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.KeyId;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeEvent;
import dev.countersign.passcode.PasscodeEvent.CodeDeliveryFailed;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionEvent;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.session.SessionId;
import dev.countersign.session.TokenHash;
import dev.countersign.store.EventJson;
import dev.countersign.store.EventNames;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserEvent;
import dev.countersign.user.UserEvent.UserCreated;
import dev.countersign.user.UserEvent.UserErased;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Events of people who log in, as the service would have stored them: sealed under keys of their own. Each logs in a
/// dozen times, in turn with all others; one login in five has a wrong guess; one person in a hundred is erased in the
/// end.
public final class History {
    private static final int LOGINS = 12;
    private static final int BATCH = 10_000;
    private static final byte[] BYTES = new byte[32];

    private final KeyRing keys;
    private final DataSource database;
    private final Spread spread;
    private final ProjectId project;
    private final EventJson json = EventJson.of(EventNames.of(
            List.of(UserEvent.class, PhoneFactorEvent.class, PasscodeEvent.class, SessionEvent.class), List.of()));
    private final SecureRandom random = new SecureRandom();
    private final StringBuilder events = new StringBuilder();
    private final StringBuilder users = new StringBuilder();
    private Instant now;
    private Duration between = Duration.ZERO;
    private int logins;
    private int stored;

    public History(KeyRing keys, DataSource database, Spread spread) {
        this.keys = keys;
        this.database = database;
        this.spread = spread;
        this.project = spread.project();
        this.now = spread.from();
    }

    /// How many people there are in so many events.
    public static int people(int events) {
        return Math.max(1, events / (LOGINS * 4 + LOGINS / 5 + 2));
    }

    private record Person(UserId user, PhoneId phone, DataKey key, Attributes device) {}

    /// About so many events.
    ///
    /// @return how many
    public int store(int about, IntConsumer progress) throws SQLException, IOException {
        var count = people(about);
        between = spread.length().dividedBy(about);
        var people = new ArrayList<Person>(count);
        try (var connection = database.getConnection()) {
            for (var index = 0; index < count; index++) {
                people.add(register(index));
                flush(connection, progress, BATCH);
            }
            for (var login = 0; login < LOGINS; login++) {
                for (var index = 0; index < count; index++) {
                    login(people.get(spread.who(index)), (login + index) % 5 == 0);
                    flush(connection, progress, BATCH);
                }
            }
            for (var index = 0; index < count; index += 100) {
                var user = people.get(index).user();
                event(user.value(), 1, "user", new UserErased(user, now));
            }
            flush(connection, progress, 0);
            try (var erase = connection.prepareStatement(
                    "update app_user set data_key = null where user_id in (select aggregate_id from event"
                            + " where payload_type = 'user.UserErased')")) {
                erase.executeUpdate();
            }
        }
        return stored;
    }

    private Person register(int index) {
        var key = DataKey.random(random);
        var user = UserId.random(Environment.TEST);
        var phone = PhoneId.random(Environment.TEST);
        var number = key.seal(spread.number(index), "number of " + phone.value());
        users.append(user.value())
                .append('\t')
                .append(project.value())
                .append("\tactive\t")
                .append(now)
                .append('\t');
        bytes(keys.dataKeys().wrap(key, user), users);
        users.append('\n');
        event(user.value(), 0, "user", new UserCreated(user, project, UserStatus.ACTIVE, now));
        event(phone.value(), 0, "phone", new PhoneRegistered(phone, user, project, number, null, null, now));
        return new Person(
                user,
                phone,
                key,
                new Attributes(spread.address(index), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"));
    }

    private void login(Person person, boolean mistyped) {
        var challenge = ChallengeId.random();
        var seen = person.device()
                .seal(person.key(), "attributes of " + person.phone().value());
        event(challenge.value(), 0, "passcode", issued(person, challenge, seen));
        var carrier = spread.carrier(logins);
        var failure = spread.failure(logins++);
        if (failure.isPresent()) {
            event(challenge.value(), 1, "passcode", new CodeDeliveryFailed(challenge, carrier, failure.get(), now));
            return;
        }
        event(challenge.value(), 1, "passcode", new CodeSent(challenge, carrier, now));
        if (mistyped) {
            event(challenge.value(), 2, "passcode", new CodeMismatched(challenge, 4, seen, now));
        }
        event(challenge.value(), mistyped ? 3 : 2, "passcode", new CodeVerified(challenge, seen, now));
        var session = SessionId.random(Environment.TEST);
        var started = new SessionStarted(
                session,
                person.user(),
                project,
                person.phone(),
                Channel.SMS,
                new TokenHash(BYTES),
                person.key().seal(BYTES, "token"),
                person.device().seal(person.key(), "attributes of " + session.value()),
                null,
                now.plus(Duration.ofHours(1)),
                now);
        event(session.value(), 0, "session", started);
    }

    private CodeIssued issued(Person person, ChallengeId challenge, Sealed seen) {
        return new CodeIssued(
                challenge,
                person.phone(),
                Nonce.random(random),
                new KeyId(1),
                6,
                5,
                10,
                100,
                now.plus(Duration.ofMinutes(2)),
                Channel.SMS,
                MessageLocale.STANDARD,
                seen,
                now);
    }

    private void event(String aggregate, int sequence, String kind, Object event) {
        now = now.plus(between);
        var payload = json.serialize(event, byte[].class);
        events.append(aggregate)
                .append('\t')
                .append(sequence)
                .append('\t')
                .append(kind)
                .append('\t');
        events.append(UUID.randomUUID()).append('\t').append(now).append('\t');
        events.append(payload.getType().getName()).append('\t');
        events.append(payload.getType().getRevision()).append('\t');
        bytes(payload.getData(), events);
        events.append('\t');
        bytes(origin(), events);
        events.append('\n');
        stored++;
    }

    private byte[] origin() {
        return "{\"project\":\"%s\",\"request\":\"%s\"}"
                .formatted(project.value(), spread.request(stored))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void bytes(byte[] bytes, StringBuilder text) {
        text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
    }

    private void flush(Connection connection, IntConsumer progress, int most) throws SQLException, IOException {
        if (events.length() / 1_000 < most) {
            return;
        }
        copy(connection, "app_user (user_id, project_id, status, created_at, data_key)", users);
        copy(
                connection,
                "event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at, payload_type,"
                        + " payload_revision, payload, metadata)",
                events);
        progress.accept(stored);
    }

    private static void copy(Connection connection, String table, StringBuilder rows) throws SQLException, IOException {
        var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        copies.copyIn("copy " + table + " from stdin", new ByteArrayInputStream(bytes));
        rows.setLength(0);
    }
}
