package dev.countersign.bench.search;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.bench.search.Population.Person;
import dev.countersign.v1.SearchUsersOperand;
import dev.countersign.v1.SearchUsersQuery;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A search that is measured.
///
/// @param query for one person of the population, so that no two searches need be the same
record Case(String name, Function<Person, List<SearchUsersOperand>> query) {

    SearchUsersQuery of(Person person) {
        return SearchUsersQuery.newBuilder()
                .setOperator("AND")
                .addAllOperands(query.apply(person))
                .build();
    }

    /// Each filter, where it makes a difference with values that match few and many.
    static List<Case> all(Population population, int users) {
        var middle = population.person(users / 2).createdAt().toString();
        var end = population.person(users - 1).createdAt();
        return List.of(
                of("none"),
                of("created_at_greater_than, half", "created_at_greater_than", person -> text(middle)),
                of(
                        "created_at_greater_than, the last 50",
                        "created_at_greater_than",
                        person -> text(end.minusSeconds(50).toString())),
                of("created_at_less_than, half", "created_at_less_than", person -> text(middle)),
                of("created_at_between, 1,000", "created_at_between", person -> between(person)),
                of("status: active", "status", person -> text("active")),
                of("status: pending", "status", person -> text("pending")),
                of("user_id, 1", "user_id", person -> list(person.user().value())),
                of("user_id, 100", "user_id", person -> list(hundred(population, person, users))),
                of(
                        "user_id, external",
                        "user_id",
                        person -> list(person.externalId().text())),
                of("phone_id", "phone_id", person -> list(person.phone().value())),
                of(
                        "phone_number",
                        "phone_number",
                        person -> list(person.number().e164())),
                of("phone_verified: true", "phone_verified", person -> flag(true)),
                of("phone_verified: false", "phone_verified", person -> flag(false)),
                digits("phone_number_fuzzy, 3 digits of an area", 2, 5),
                digits("phone_number_fuzzy, 3 digits", 6, 9),
                digits("phone_number_fuzzy, 4 digits", 7, 11),
                digits("phone_number_fuzzy, 7 digits", 5, 12),
                digits("phone_number_fuzzy, a whole number", 1, 12),
                of("phone_number_fuzzy, nobody's", "phone_number_fuzzy", person -> text("99999999999")),
                prefix("full_name_fuzzy, 2 letters", 2),
                prefix("full_name_fuzzy, 4 letters", 4),
                of(
                        "full_name_fuzzy, both names",
                        "full_name_fuzzy",
                        person ->
                                text(person.name().first() + " " + person.name().last())),
                of("full_name_fuzzy, nobody's", "full_name_fuzzy", person -> text("qqqq")),
                of("email_address_fuzzy", "email_address_fuzzy", person -> text("ada")),
                new Case(
                        "status: pending, and phone_number_fuzzy, 3 digits of an area",
                        person -> List.of(
                                operand("status", text("pending")),
                                operand(
                                        "phone_number_fuzzy",
                                        text(person.number().e164().substring(2, 5))))),
                new Case(
                        "phone_verified: false, and full_name_fuzzy, 4 letters",
                        person -> List.of(
                                operand("phone_verified", flag(false)),
                                operand(
                                        "full_name_fuzzy",
                                        text(person.name().last().substring(0, 4))))));
    }

    private static Case of(String name) {
        return new Case(name, person -> List.of());
    }

    private static Case of(String name, String filter, Function<Person, Value> value) {
        return new Case(name, person -> List.of(operand(filter, value.apply(person))));
    }

    private static Case digits(String name, int from, int to) {
        return of(
                name,
                "phone_number_fuzzy",
                person -> text(person.number().e164().substring(from, to)));
    }

    private static Case prefix(String name, int letters) {
        return of(name, "full_name_fuzzy", person -> text(person.name().last().substring(0, letters)));
    }

    private static String[] hundred(Population population, Person person, int users) {
        var first = Math.floorMod(person.hashCode(), Math.max(1, users - 100));
        return Stream.iterate(first, index -> index + 1)
                .limit(100)
                .map(index -> population.person(index).user().value())
                .toArray(String[]::new);
    }

    private static Value between(Person person) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder()
                        .putFields("greater_than", text(person.createdAt().toString()))
                        .putFields(
                                "less_than",
                                text(person.createdAt().plusSeconds(1_001).toString())))
                .build();
    }

    private static SearchUsersOperand operand(String filter, Value value) {
        return SearchUsersOperand.newBuilder()
                .setFilterName(text(filter))
                .setFilterValue(value)
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value flag(boolean flag) {
        return Value.newBuilder().setBoolValue(flag).build();
    }

    private static Value list(String... texts) {
        var list = ListValue.newBuilder();
        Stream.of(texts).map(Case::text).forEach(list::addValues);
        return Value.newBuilder().setListValue(list).build();
    }
}
