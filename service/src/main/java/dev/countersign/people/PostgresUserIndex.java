package dev.countersign.people;

import dev.countersign.keys.SearchTokens;
import dev.countersign.login.KnownUser;
import dev.countersign.login.PersonalData;
import dev.countersign.login.UserDirectory;
import dev.countersign.people.Filter.CreatedAfter;
import dev.countersign.people.Filter.CreatedBefore;
import dev.countersign.people.Filter.HasStatus;
import dev.countersign.people.Filter.HasVerified;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/// Finds users in the lookup tables, in one of three ways:
///
/// - Filters that few can match, such as ids, are looked up, and what is found is put in order.
/// - Parts of numbers and names likewise, if that finds no more than [#FEW].
/// - Everything else follows an index that has the users in their order, and stops when the page is full.
public final class PostgresUserIndex implements UserIndex {

    static final int FEW = 10_000;

    private static final int PATIENCE_SECONDS = 5;
    private static final String IN_ORDER = " order by created_at, user_id limit ?";

    private final DataSource database;
    private final UserDirectory users;
    private final Conditions conditions;

    public PostgresUserIndex(DataSource database, UserDirectory users, PersonalData personal, SearchTokens tokens) {
        this.database = database;
        this.users = users;
        this.conditions = new Conditions(personal, tokens);
    }

    private interface Reading<R> {
        R read(ResultSet row) throws SQLException;
    }

    @Override
    public List<Place> find(ProjectId project, List<Filter> filters, @Nullable Place after, int most) {
        return query(places(project, filters, after, most), PostgresUserIndex::places);
    }

    @Override
    public int count(ProjectId project, List<Filter> filters, int most) {
        var counted = Sql.of("select count(*) from (")
                .and(places(project, filters, null, most))
                .and(") found");
        return query(counted, row -> row.next() ? row.getInt(1) : 0);
    }

    @Override
    public List<KnownUser> load(ProjectId project, Collection<Place> places) {
        return users.findAll(project, places.stream().map(Place::user).toList());
    }

    private Sql places(ProjectId project, List<Filter> filters, @Nullable Place after, int most) {
        return collected(project, filters)
                .map(all -> amongThese(project, all.source(), all.others(), after, most))
                .or(() -> filters.stream()
                        .flatMap(filter -> filter instanceof HasVerified verified ? Stream.of(verified) : Stream.of())
                        .findFirst()
                        .map(verified -> phonesInOrder(project, verified, without(filters, verified), after, most)))
                .orElseGet(() -> usersInOrder(project, filters, after, most));
    }

    /// @param source places of all who match one of the filters
    /// @param others the other filters
    private record Collected(Sql source, List<Filter> others) {}

    private Optional<Collected> collected(ProjectId project, List<Filter> filters) {
        for (var filter : filters) {
            var all = conditions.ofAll(project, filter);
            if (all.isPresent()) {
                return Optional.of(new Collected(all.get(), without(filters, filter)));
            }
        }
        for (var filter : filters) {
            var some = conditions.ofSome(project, filter).filter(this::isFew);
            if (some.isPresent()) {
                return Optional.of(new Collected(some.get(), without(filters, filter)));
            }
        }
        return Optional.empty();
    }

    private boolean isFew(Sql source) {
        var probe = Sql.of("select count(*) from (").and(source).and(" limit ?) probe", FEW + 1);
        return query(probe, row -> row.next() && row.getInt(1) <= FEW);
    }

    private Sql amongThese(ProjectId project, Sql source, List<Filter> others, @Nullable Place after, int most) {
        var found =
                Sql.of("with found as materialized (").and(source).and(") select f.created_at, f.user_id from found f");
        var joined = others.isEmpty()
                ? found.and(" where true")
                : found.and(" join app_user u on u.user_id = f.user_id where u.project_id = ?", project.value())
                        .and(all(project, others));
        return joined.and(behind("f.created_at, f.user_id", after)).and(IN_ORDER, most);
    }

    private Sql phonesInOrder(
            ProjectId project, HasVerified verified, List<Filter> others, @Nullable Place after, int most) {
        var phones = Sql.of(
                "select distinct p.user_created_at as created_at, p.user_id from phone p"
                        + " where p.project_id = ? and p.verified = ?",
                project.value(),
                verified.verified());
        for (var filter : others) {
            phones = switch (filter) {
                case CreatedAfter(var at) -> phones.and(" and p.user_created_at > ?", Conditions.time(at));
                case CreatedBefore(var at) -> phones.and(" and p.user_created_at < ?", Conditions.time(at));
                default ->
                    phones.and(" and (select ")
                            .and(conditions.onUser(project, filter))
                            .and(" from app_user u where u.user_id = p.user_id)");
            };
        }
        return phones.and(behind("p.user_created_at, p.user_id", after)).and(IN_ORDER, most);
    }

    /// The index has the users of each status in their order.
    private Sql usersInOrder(ProjectId project, List<Filter> filters, @Nullable Place after, int most) {
        var wanted = filters.stream()
                .flatMap(filter -> filter instanceof HasStatus(var status) ? Stream.of(status) : Stream.of())
                .distinct()
                .toList();
        var others = filters.stream()
                .filter(filter -> !(filter instanceof HasStatus))
                .toList();
        var branches = new ArrayList<Sql>();
        for (var status : UserStatus.values()) {
            if (wanted.isEmpty() || wanted.equals(List.of(status))) {
                branches.add(Sql.of(
                                "(select u.created_at, u.user_id from app_user u"
                                        + " where u.project_id = ? and u.status = ? and u.data_key is not null",
                                project.value(),
                                status.text())
                        .and(all(project, others))
                        .and(behind("u.created_at, u.user_id", after))
                        .and(IN_ORDER + ")", most));
            }
        }
        return branches.isEmpty()
                ? Sql.of("select null::timestamptz as created_at, null as user_id where false")
                : Sql.of("select created_at, user_id from (")
                        .and(Sql.joined(" union all ", branches))
                        .and(") u")
                        .and(IN_ORDER, most);
    }

    private Sql all(ProjectId project, List<Filter> filters) {
        return Sql.joined(
                "",
                filters.stream()
                        .map(filter -> Sql.of(" and ").and(conditions.onUser(project, filter)))
                        .toList());
    }

    private static Sql behind(String columns, @Nullable Place after) {
        return after == null
                ? Sql.of("")
                : Sql.of(
                        " and (" + columns + ") > (?, ?)",
                        Conditions.time(after.createdAt()),
                        after.user().value());
    }

    private static List<Filter> without(List<Filter> filters, Filter one) {
        return filters.stream().filter(filter -> filter != one).toList();
    }

    private static List<Place> places(ResultSet row) throws SQLException {
        var places = new ArrayList<Place>();
        while (row.next()) {
            places.add(new Place(
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    new UserId(row.getString("user_id"))));
        }
        return places;
    }

    private <R> R query(Sql sql, Reading<R> reading) {
        try (var connection = database.getConnection();
                var select = sql.prepare(connection)) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            try (var row = select.executeQuery()) {
                return reading.read(row);
            }
        } catch (SQLException e) {
            if (PSQLState.QUERY_CANCELED.getState().equals(e.getSQLState())) {
                throw Refusal.of(ErrorReason.ERROR_REASON_SEARCH_TIMEOUT);
            }
            throw SqlFailures.translate(e);
        }
    }
}
