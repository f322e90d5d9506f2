package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.ledger.Subject;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.retention.LedgerRules;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds out whether the rows that the audit trail is searched in are those that the entries of a ledger make. The
/// entries themselves are taken as they are: checkpoints tell of those.
///
/// Rows that retention may have dropped, by the rules that the ledger has, may be absent. What is told of persons
/// who are just being erased may seem to differ for a moment.
public final class AuditViewCheck {
    private static final List<String> NAMES = List.of(AuditRows.NAMES.split(", *"));
    private static final int ENTRY = NAMES.indexOf("entry");
    private static final int USER = NAMES.indexOf("user_id");

    /// What PostgreSQL's texts cannot hold.
    private static final String NULL = "\0";

    private static final String NEXT =
            "select " + AuditRows.NAMES + " from audit_entry where ledger_id = ? and (recorded_at,"
                    + " entry) > (?, ?) and (recorded_at, entry) <= (?, ?) order by recorded_at, entry limit ?";

    /// Rows behind the last one that was compared may be those of entries that came meanwhile, one of each. Rows and
    /// size are written together, and read so.
    private static final String BEHIND = """
            select entry
            from (select a.entry, l.size, a.recorded_at, count(*) over (partition by a.entry) as times
                  from audit_entry a join ledger l using (ledger_id)
                  where ledger_id = ? and (a.entry < 0 or (a.recorded_at, a.entry) > (?, ?))) later
            where entry < ? or entry >= size or times > 1 order by recorded_at, entry limit 1""";

    /// Before everything that a row can say.
    private static final AuditPlace BEGINNING = new AuditPlace(Instant.MIN, -1);

    private final DataSource database;
    private final AuditRows rows;
    private final Subjects subjects = new Subjects();
    private final InstantSource clock;

    public AuditViewCheck(DataSource database, PersonalData personal, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.rows = new AuditRows(personal);
    }

    /// What is wrong first; empty: nothing. Of the first entries of a ledger, so many.
    ///
    /// @param reached is told now and then how many have been compared
    public Optional<String> firstWrong(String ledger, long size, LongConsumer reached) {
        var rules = rules(ledger, size);
        var place = BEGINNING;
        var latest = BEGINNING.recordedAt();
        for (long from = 0; from < size; ) {
            reached.accept(from);
            var page = new ProvenLedger(database)
                    .entries(ledger, from).stream()
                            .filter(entry -> entry.entry() < size)
                            .toList();
            if (page.isEmpty()) {
                return Optional.of("The ledger ends before entry " + from);
            }
            try (var connection = database.getConnection()) {
                var entries = entries(ledger, page, latest, connection);
                latest = latest(latest, page);
                var wrong = compare(entries, place, rules, connection);
                if (wrong.isPresent()) {
                    return wrong;
                }
                place = entries.isEmpty()
                        ? place
                        : new AuditPlace(
                                entries.getLast().recordedAt(),
                                entries.getLast().number());
            } catch (SQLException e) {
                throw SqlFailures.translate(e);
            }
            from = page.getLast().entry() + 1;
        }
        return behind(ledger, place, size).or(() -> wrongCount(ledger)).or(() -> wrongRule(rules));
    }

    private LedgerRules rules(String ledger, long size) {
        try (var connection = database.getConnection()) {
            return LedgerRules.of(ledger, size, clock.instant(), connection);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private Optional<String> wrongRule(LedgerRules rules) {
        try (var connection = database.getConnection()) {
            return rules.difference(connection);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private Optional<String> wrongCount(String ledger) {
        try (var connection = database.getConnection()) {
            return new AuditCountCheck(connection).firstWrong(ledgerId(ledger, connection));
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// That of the last entry of a page, present or gone: never before the entry ahead.
    private static Instant latest(Instant before, List<ProvenLedger.Proven> page) {
        return page.stream()
                .map(ProvenLedger.Proven::recordedAt)
                .filter(Objects::nonNull)
                .reduce(before, (one, other) -> one.isAfter(other) ? one : other);
    }

    /// @param recordedAt of the entry ahead, whether it is present or gone
    private List<LedgerEntry> entries(
            String ledger, List<ProvenLedger.Proven> page, Instant recordedAt, Connection connection)
            throws SQLException {
        var events = new ArrayList<RawEvent>();
        page.forEach(proven -> Optional.ofNullable(proven.leaf()).ifPresent(leaf -> events.add(leaf.event())));
        var about = subjects.of(events, new RawEvents(connection));
        var ledgerId = ledgerId(ledger, connection);
        var entries = new ArrayList<LedgerEntry>();
        var latest = recordedAt;
        for (var proven : page) {
            if (proven.recordedAt() != null && proven.recordedAt().isAfter(latest)) {
                latest = proven.recordedAt();
            }
            if (proven.leaf() != null) {
                var event = proven.leaf().event();
                var subject = about.getOrDefault(event.stream(), Subject.UNKNOWN);
                entries.add(new LedgerEntry(ledgerId, ledger, proven.entry(), latest, event, subject));
            }
        }
        return entries;
    }

    private static int ledgerId(String ledger, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select ledger_id from ledger where name = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : -1;
            }
        }
    }

    private Optional<String> compare(
            List<LedgerEntry> entries, AuditPlace after, LedgerRules rules, Connection connection) throws SQLException {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var told =
                rows.of(entries, connection).stream().map(AuditViewCheck::texts).toList();
        var stored = stored(entries, after, connection);
        var next = 0;
        for (var i = 0; i < told.size(); i++) {
            var isThere = next < stored.size()
                    && stored.get(next).get(ENTRY).equals(told.get(i).get(ENTRY));
            if (!isThere
                    && rules.mayBeDropped(
                            entries.get(i).event().type(), entries.get(i).recordedAt(), user(told.get(i)))) {
                continue;
            }
            if (next >= stored.size()) {
                return Optional.of("The view has no row of entry " + told.get(i).get(ENTRY));
            }
            var wrong = difference(told.get(i), stored.get(next++));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return next < stored.size()
                ? Optional.of(
                        "The view has one more row of entry " + stored.get(next).get(ENTRY))
                : Optional.empty();
    }

    private static @Nullable String user(List<String> row) {
        return row.get(USER).equals(NULL) ? null : row.get(USER);
    }

    private static Optional<String> difference(List<String> told, List<String> stored) {
        for (var column = 0; column < NAMES.size(); column++) {
            if (!told.get(column).equals(stored.get(column))) {
                return Optional.of(
                        told.get(ENTRY).equals(stored.get(ENTRY))
                                ? "The view has another %s of entry %s".formatted(NAMES.get(column), told.get(ENTRY))
                                : "The view has a row of entry %s where that of entry %s should be"
                                        .formatted(stored.get(ENTRY), told.get(ENTRY)));
            }
        }
        return Optional.empty();
    }

    /// The rows up to that of the last one of some entries; one more than these, so that too many are seen.
    private static List<List<String>> stored(List<LedgerEntry> entries, AuditPlace after, Connection connection)
            throws SQLException {
        try (var select = connection.prepareStatement(NEXT)) {
            select.setInt(1, entries.getFirst().ledgerId());
            select.setObject(2, time(after.recordedAt()));
            select.setLong(3, after.entry());
            select.setObject(4, time(entries.getLast().recordedAt()));
            select.setLong(5, entries.getLast().number());
            select.setInt(6, entries.size() + 1);
            var found = new ArrayList<List<String>>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(texts(row));
                }
            }
            return found;
        }
    }

    private Optional<String> behind(String ledger, AuditPlace last, long size) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(BEHIND)) {
            select.setInt(1, ledgerId(ledger, connection));
            select.setObject(2, time(last.recordedAt()));
            select.setLong(3, last.entry());
            select.setLong(4, size);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of("The view has one more row of entry " + row.getLong(1))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static OffsetDateTime time(Instant at) {
        return at.equals(BEGINNING.recordedAt()) ? OffsetDateTime.MIN : at.atOffset(ZoneOffset.UTC);
    }

    private static List<String> texts(@Nullable Object[] row) {
        return Arrays.stream(row).map(AuditViewCheck::text).toList();
    }

    private static List<String> texts(ResultSet row) throws SQLException {
        var texts = new ArrayList<String>();
        for (var column = 1; column <= NAMES.size(); column++) {
            texts.add(text(
                    switch (AuditRows.TYPES.get(column - 1)) {
                        case "bytea" -> row.getBytes(column);
                        case "timestamptz" -> row.getObject(column, OffsetDateTime.class);
                        default -> row.getString(column);
                    }));
        }
        return texts;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case OffsetDateTime at when at.equals(OffsetDateTime.MIN) || at.equals(OffsetDateTime.MAX) -> at.toString();
            case Instant at -> at.atOffset(ZoneOffset.UTC).toString();
            case OffsetDateTime at -> at.withOffsetSameInstant(ZoneOffset.UTC).toString();
            default -> value.toString();
        };
    }
}
