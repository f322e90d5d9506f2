package dev.countersign.people;

import dev.countersign.keys.SearchTokens;
import dev.countersign.login.KnownUser;
import dev.countersign.login.PersonalData;
import dev.countersign.login.UserDirectory;
import dev.countersign.people.Filter.CreatedAfter;
import dev.countersign.people.Filter.CreatedBefore;
import dev.countersign.people.Filter.HasStatus;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    static final int FEW = 4_000;

    private static final String IN_ORDER = " order by created_at, user_id limit ?";

    private final DataSource database;
    private final UserDirectory users;
    private final Conditions conditions;

    public PostgresUserIndex(
            DataSource database, UserDirectory users, PersonalData personal, SearchTokens tokens, InstantSource clock) {
        this.database = database;
        this.users = users;
        this.conditions = new Conditions(personal, tokens, clock);
    }

    private interface Reading<R> {
        R read(ResultSet row) throws SQLException;
    }

    @Override
    public Found find(
            ProjectId project,
            List<Filter> filters,
            @Nullable Place after,
            int most,
            int mostCounted,
            Patience patience) {
        for (var filter : filters) {
            var all = conditions.ofAll(project, filter);
            if (all.isPresent()) {
                return among(project, all.get(), without(filters, filter), after, most, patience)
                        .found();
            }
        }
        var isMany = false;
        for (var filter : filters) {
            var some = conditions.ofSome(project, filter);
            if (some.isPresent()) {
                var collected = among(project, some.get(), without(filters, filter), after, most, patience);
                if (collected.candidates() <= FEW) {
                    return collected.found();
                }
                isMany = true;
            }
        }
        var places = query(inOrder(project, filters, after, most), patience, PostgresUserIndex::places);
        if (after == null && places.size() < most) {
            return new Found(places, places.size());
        }
        return new Found(
                places, isMany ? mostCounted + 1 : count(inOrder(project, filters, null, mostCounted + 1), patience));
    }

    @Override
    public List<KnownUser> load(ProjectId project, Collection<Place> places) {
        return users.findAll(project, places.stream().map(Place::user).toList());
    }

    /// @param candidates how many a source has, or one more than [#FEW]: then nothing else is to be relied on
    private record Collected(int candidates, Found found) {}

    /// Looks a source up once: for those who are told, and for the total.
    private Collected among(
            ProjectId project, Sql source, List<Filter> others, @Nullable Place after, int most, Patience patience) {
        var candidates = Sql.of("with found as materialized (")
                .and(source)
                .and(
                        " limit ?), matching as materialized (select distinct f.created_at, f.user_id from found f",
                        FEW + 1);
        var matching = others.isEmpty()
                ? candidates
                : candidates
                        .and(" join app_user u on u.user_id = f.user_id where u.project_id = ?", project.value())
                        .and(all(project, others));
        var page = matching.and("), page as (select created_at, user_id from matching where true")
                .and(behind("created_at, user_id", after))
                .and(IN_ORDER + ")", most);
        var whole =
                page.and(" select (select count(*) from found) as candidates, (select count(*) from matching) as total,"
                        + " page.created_at, page.user_id from (select 1) one left join page on true"
                        + " order by page.created_at, page.user_id");
        return query(whole, patience, PostgresUserIndex::collected);
    }

    private static Collected collected(ResultSet row) throws SQLException {
        var places = new ArrayList<Place>();
        var candidates = 0;
        var total = 0;
        while (row.next()) {
            candidates = row.getInt("candidates");
            total = row.getInt("total");
            if (row.getString("user_id") != null) {
                places.add(place(row));
            }
        }
        return new Collected(candidates, new Found(places, total));
    }

    private int count(Sql places, Patience patience) {
        return query(
                Sql.of("select count(*) from (").and(places).and(") found"),
                patience,
                row -> row.next() ? row.getInt(1) : 0);
    }

    private Sql inOrder(ProjectId project, List<Filter> filters, @Nullable Place after, int most) {
        for (var filter : filters) {
            var phones = conditions.inOrder(project, filter);
            if (phones.isPresent()) {
                return phonesInOrder(project, phones.get(), without(filters, filter), after, most);
            }
        }
        return usersInOrder(project, filters, after, most);
    }

    private Sql phonesInOrder(ProjectId project, Sql source, List<Filter> others, @Nullable Place after, int most) {
        var phones = source;
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
            places.add(place(row));
        }
        return places;
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getObject("created_at", OffsetDateTime.class).toInstant(), new UserId(row.getString("user_id")));
    }

    private <R> R query(Sql sql, Patience patience, Reading<R> reading) {
        try (var connection = database.getConnection();
                var select = sql.prepare(connection)) {
            select.setQueryTimeout(patience.secondsLeft());
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
