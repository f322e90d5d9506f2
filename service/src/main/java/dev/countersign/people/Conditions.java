package dev.countersign.people;

import dev.countersign.keys.SearchTokens;
import dev.countersign.login.ExternalIdHash;
import dev.countersign.login.NumberHash;
import dev.countersign.login.PersonalData;
import dev.countersign.people.Filter.CreatedAfter;
import dev.countersign.people.Filter.CreatedBefore;
import dev.countersign.people.Filter.HasNumber;
import dev.countersign.people.Filter.HasPhone;
import dev.countersign.people.Filter.HasStatus;
import dev.countersign.people.Filter.HasVerified;
import dev.countersign.people.Filter.IsCalledOneOf;
import dev.countersign.people.Filter.IsOneOf;
import dev.countersign.people.Filter.NameBegins;
import dev.countersign.people.Filter.Nobody;
import dev.countersign.people.Filter.NumberContains;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Filters in SQL: as a condition on a user `u`, and, for those that few users meet, as a query for all of them.
///
/// A phone whose attachment is over finds nobody, be that recorded or not.
record Conditions(PersonalData personal, SearchTokens tokens, InstantSource clock) {

    /// True of a user `u` who matches. Asks about phones one user at a time, so that it may follow users in their
    /// order: the scalar subqueries keep the planner from turning it round.
    Sql onUser(ProjectId project, Filter filter) {
        return switch (filter) {
            case CreatedAfter(var at) -> Sql.of("u.created_at > ?", time(at));
            case CreatedBefore(var at) -> Sql.of("u.created_at < ?", time(at));
            case HasStatus(var status) -> Sql.of("u.status = ?", status.text());
            case IsOneOf(var users) -> Sql.of("u.user_id = any(?)", (Object) users(users));
            case IsCalledOneOf ids -> Sql.of("u.external_id_hash = any(?)", (Object) hashes(project, ids));
            case HasPhone(var phones) -> onPhone("p.phone_id = any(?)", phones(phones));
            case HasNumber numbers -> onPhone("p.number_hash = any(?)", hashes(project, numbers));
            case HasVerified(var verified) -> onPhone("p.verified = ?", verified);
            case NumberContains(var digits) ->
                Sql.of(
                                "coalesce((select true from phone_digits d where d.project_id = u.project_id"
                                        + " and d.user_created_at = u.created_at and d.user_id = u.user_id and d.digits @> ?::int[]",
                                digits(project, digits))
                        .and(isThere("d"))
                        .and(" limit 1), false)");
            case NameBegins(var words) -> Sql.of("u.name_prefixes @> ?::bigint[]", prefixes(project, words));
            case Nobody _ -> Sql.of("false");
        };
    }

    /// The places of all who match, as `created_at` and `user_id`; empty: they may be too many to collect.
    Optional<Sql> ofAll(ProjectId project, Filter filter) {
        var id = project.value();
        return switch (filter) {
            case IsOneOf(var users) ->
                Optional.of(Sql.of(
                        "select u.created_at, u.user_id from app_user u"
                                + " where u.user_id = any(?) and u.project_id = ? and u.data_key is not null",
                        users(users),
                        id));
            case IsCalledOneOf ids ->
                Optional.of(Sql.of(
                        "select u.created_at, u.user_id from app_user u"
                                + " where u.project_id = ? and u.external_id_hash = any(?)",
                        id,
                        hashes(project, ids)));
            case HasPhone(var phones) ->
                Optional.of(ofPhones("p.project_id = ? and p.phone_id = any(?)", id, phones(phones)));
            case HasNumber numbers ->
                Optional.of(ofPhones("p.project_id = ? and p.number_hash = any(?)", id, hashes(project, numbers)));
            case Nobody _ -> Optional.of(Sql.of("select null::timestamptz as created_at, null as user_id where false"));
            case CreatedAfter _, CreatedBefore _, HasStatus _, HasVerified _, NumberContains _, NameBegins _ ->
                Optional.empty();
        };
    }

    /// The same for parts of numbers and names, by their index: may be few, may be most.
    Optional<Sql> ofSome(ProjectId project, Filter filter) {
        return switch (filter) {
            case NumberContains(var digits) ->
                Optional.of(Sql.of(
                                "select d.user_created_at as created_at, d.user_id from phone_digits d"
                                        + " where d.digits @> ?::int[] and d.project_id = ?",
                                digits(project, digits),
                                project.value())
                        .and(isThere("d")));
            case NameBegins(var words) ->
                Optional.of(Sql.of(
                        "select u.created_at, u.user_id from app_user u"
                                + " where u.name_prefixes @> ?::bigint[] and u.project_id = ?",
                        prefixes(project, words),
                        project.value()));
            default -> Optional.empty();
        };
    }

    /// The places of all who match, by an index of phones `p` that has them in the order of their users; empty:
    /// there is none.
    Optional<Sql> inOrder(ProjectId project, Filter filter) {
        return switch (filter) {
            case HasVerified(var verified) ->
                Optional.of(Sql.of(
                                "select distinct p.user_created_at as created_at, p.user_id from phone p"
                                        + " where p.project_id = ? and p.verified = ? and p.user_id is not null",
                                project.value(),
                                verified)
                        .and(verified ? Sql.of("") : isThere("p")));
            case NumberContains(var digits) ->
                Optional.of(Sql.of(
                                // Added to nothing the array has no index, so that the order is what is followed.
                                "select distinct p.user_created_at as created_at, p.user_id from phone_digits p"
                                        + " where p.project_id = ? and (p.digits || '{}'::int[]) @> ?::int[]",
                                project.value(),
                                digits(project, digits))
                        .and(isThere("p")));
            default -> Optional.empty();
        };
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private Sql onPhone(String condition, Object value) {
        return Sql.of("coalesce((select true from phone p where p.user_id = u.user_id and " + condition, value)
                .and(isThere("p"))
                .and(" limit 1), false)");
    }

    private Sql ofPhones(String condition, Object... values) {
        return Sql.of(
                        "select p.user_created_at as created_at, p.user_id from phone p where p.user_id is not null and "
                                + condition,
                        values)
                .and(isThere("p"));
    }

    /// Those that are not are few, are read once by an index of their own, and need no join: most phones were never
    /// attached.
    private Sql isThere(String phone) {
        return Sql.of(
                " and " + phone + ".phone_id not in (select l.phone_id from phone l where l.attached_until <= ?)",
                // As exact as what is stored.
                time(clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    private static String[] users(List<UserId> users) {
        return users.stream().map(UserId::value).toArray(String[]::new);
    }

    private static String[] phones(List<PhoneId> phones) {
        return phones.stream().map(PhoneId::value).toArray(String[]::new);
    }

    private byte[][] hashes(ProjectId project, IsCalledOneOf filter) {
        return filter.ids().stream()
                .map(id -> personal.hash(project, id))
                .map(ExternalIdHash::value)
                .toArray(byte[][]::new);
    }

    private byte[][] hashes(ProjectId project, HasNumber filter) {
        return filter.numbers().stream()
                .map(number -> personal.hash(project, number))
                .map(NumberHash::value)
                .toArray(byte[][]::new);
    }

    private String digits(ProjectId project, String digits) {
        return Arrays.stream(tokens.ofDigits(project, digits))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String prefixes(ProjectId project, String words) {
        return Arrays.stream(tokens.ofWords(project, words))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
