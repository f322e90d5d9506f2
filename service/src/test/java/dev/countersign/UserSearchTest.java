package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.SearchUsersOperand;
import dev.countersign.v1.SearchUsersQuery;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.SearchUsersResponse;
import dev.countersign.v1.UpdateUserRequest;
import dev.countersign.v1.User;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users, found: ada, bob and carl were created a minute apart, and only ada has logged in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserSearchTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final TestService service = TestService.onFreshDatabase(postgres);
    private final Map<String, User> people = new HashMap<>();

    /// When ada was created.
    private Instant start = Instant.EPOCH;

    @BeforeAll
    void createPeople() {
        start = service.clock.instant();
        create("ada", "+12025550162", "Ada", "Lovelace-King", false);
        authenticate("+12025550162");
        create("bob", "+12025550173", "Böb", "Adams", true);
        create("carl", "+442071838750", "Carl", "Ørsted Longlonglonglonglong", true);
        create("gone", "+12025550199", "Ada", "Gone", true);
        service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId("gone").build());
    }

    @AfterAll
    void stop() throws InterruptedException {
        service.close();
        postgres.close();
    }

    @Test
    void allAreFoundInTheOrderInWhichTheyWereCreated() {
        assertThat(found()).containsExactly("ada", "bob", "carl");
        var answer = search(request -> {});
        assertThat(answer.getResultsMetadata().getTotal()).isEqualTo(3);
        assertThat(answer.getResultsMetadata().hasNextCursor()).isFalse();
        assertThat(answer.getResults(1)).isEqualTo(person("bob"));
        assertThat(search(request -> request.getQueryBuilder().setOperator("AND"))
                        .getResultsCount())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Contained digits, in this order.
                "phone_number_fuzzy, 202, 'ada,bob'",
                "phone_number_fuzzy, 555-01, 'ada,bob'",
                "phone_number_fuzzy, 5550162, 'ada'",
                "phone_number_fuzzy, +442071838750, 'carl'",
                "phone_number_fuzzy, 0162202, ''",
                "phone_number_fuzzy, 2025550199, ''",
                // Groups of three are in ada's number, but not in this order.
                "phone_number_fuzzy, 5502, ''",
                // Beginnings of first and last names, whatever the case and the accents.
                "full_name_fuzzy, ad, 'ada,bob'",
                "full_name_fuzzy, ADA, 'ada,bob'",
                "full_name_fuzzy, adam, 'bob'",
                "full_name_fuzzy, bob, 'bob'",
                "full_name_fuzzy, BÖ, 'bob'",
                "full_name_fuzzy, king, 'ada'",
                "full_name_fuzzy, love ada, 'ada'",
                "full_name_fuzzy, da, ''",
                "full_name_fuzzy, longlonglonglonglonglong, 'carl'",
                "full_name_fuzzy, gone, ''",
                "status, active, 'ada'",
                "status, pending, 'bob,carl'",
                "email_address_fuzzy, ada, ''",
            })
    void textsFind(String filter, String value, String expected) {
        assertThat(found(operand(filter, text(value)))).containsExactlyElementsOf(names(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "phone_verified, true, ada",
        "phone_verified, false, 'bob,carl'",
        "password_exists, true, ''",
        "password_exists, false, 'ada,bob,carl'",
        "email_verified, false, ''",
        "totp_verified, true, ''",
        "webauthn_registration_verified, true, ''",
        "biometric_verified, true, ''",
        "crypto_wallet_verified, true, ''",
    })
    void flagsFind(String filter, boolean value, String expected) {
        assertThat(found(operand(filter, Value.newBuilder().setBoolValue(value).build())))
                .containsExactlyElementsOf(names(expected));
    }

    @Test
    void listsFind() {
        var ada = person("ada");
        var carl = person("carl");
        assertThat(found(operand("user_id", list(carl.getUserId(), ada.getUserId(), ada.getUserId()))))
                .containsExactly("ada", "carl");
        assertThat(found(operand("user_id", list("ada", "bob", "gone", "nobody"))))
                .containsExactly("ada", "bob");
        assertThat(found(operand("user_id", list("user-test-nonsense")))).isEmpty();
        assertThat(found(operand("phone_number", list("+12025550162", "+442071838750", "nonsense"))))
                .containsExactly("ada", "carl");
        assertThat(found(operand("phone_id", list(carl.getPhoneNumbers(0).getPhoneId(), "nonsense"))))
                .containsExactly("carl");
        for (var filter : List.of(
                "email_address",
                "email_id",
                "oauth_provider",
                "totp_id",
                "webauthn_registration_id",
                "biometric_registration_id",
                "crypto_wallet_id",
                "crypto_wallet_address")) {
            assertThat(found(operand(filter, list("anything")))).as(filter).isEmpty();
        }
    }

    @Test
    void timesFindExceptTheBoundsThemselves() {
        var bob = start.plus(MINUTE);
        assertThat(found(operand("created_at_greater_than", text(start.toString()))))
                .containsExactly("bob", "carl");
        assertThat(found(operand("created_at_less_than", text(bob.toString())))).containsExactly("ada");
        assertThat(found(between(start, bob.plus(MINUTE)))).containsExactly("bob");
        assertThat(found(between(bob, bob))).isEmpty();
        assertThat(found(operand("created_at_greater_than", text("0001-01-01T00:00:00Z"))))
                .hasSize(3);
    }

    @Test
    void allOfSeveralFiltersHaveToMatch() {
        assertThat(found(operand("status", text("pending")), operand("full_name_fuzzy", text("ad"))))
                .containsExactly("bob");
        assertThat(found(
                        operand(
                                "phone_verified",
                                Value.newBuilder().setBoolValue(false).build()),
                        operand(
                                "created_at_greater_than",
                                text(start.plus(MINUTE).toString()))))
                .containsExactly("carl");
        assertThat(found(
                        operand(
                                "phone_verified",
                                Value.newBuilder().setBoolValue(true).build()),
                        operand("status", text("pending"))))
                .isEmpty();
        assertThat(found(
                        operand("user_id", list("ada", "bob")),
                        operand("phone_number_fuzzy", text("0173")),
                        operand("full_name_fuzzy", text("bo")),
                        operand("phone_number", list("+12025550173")),
                        operand(
                                "phone_id",
                                list(person("bob").getPhoneNumbers(0).getPhoneId()))))
                .containsExactly("bob");
        assertThat(found(operand("status", text("pending")), operand("status", text("active"))))
                .isEmpty();
        assertThat(found(operand("status", text("pending")), operand("phone_number_fuzzy", text("202"))))
                .containsExactly("bob");
    }

    @Test
    void pagesLeadThroughAll() {
        for (var operands : List.of(
                List.<SearchUsersOperand>of(),
                List.of(operand("phone_number_fuzzy", text("202"))),
                List.of(operand("phone_number_fuzzy", text("5550"))),
                List.of(operand("status", text("pending"))),
                List.of(operand(
                        "phone_verified", Value.newBuilder().setBoolValue(false).build())),
                List.of(operand("user_id", list("ada", "bob", "carl"))))) {
            var whole = search(
                    request -> request.getQueryBuilder().setOperator("AND").addAllOperands(operands));
            var paged = new ArrayList<User>();
            var cursor = "";
            do {
                var from = cursor;
                var page = search(request -> request.setLimit(1)
                        .setCursor(from)
                        .getQueryBuilder()
                        .setOperator("AND")
                        .addAllOperands(operands));
                assertThat(page.getResultsCount()).isEqualTo(1);
                assertThat(page.getResultsMetadata().getTotal()).isEqualTo(whole.getResultsCount());
                paged.addAll(page.getResultsList());
                cursor = page.getResultsMetadata().getNextCursor();
            } while (!cursor.isEmpty());
            assertThat(paged).isEqualTo(whole.getResultsList());
        }
    }

    @Test
    void cursorsAreOfOneProjectAndUnchanged() {
        var cursor = search(request -> request.setLimit(1)).getResultsMetadata().getNextCursor();
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        var changed = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
        for (var wrong : List.of("garbage", "!", changed, cursor + "AAAA", cursor.substring(4), "x".repeat(513))) {
            assertThat(reasonOf(request -> request.setCursor(wrong))).isEqualTo("USER_SEARCH_INVALID_CURSOR");
        }
        var other = service.usersAs(service.service.projects().create("other", Environment.TEST));
        var elsewhere = SearchUsersRequest.newBuilder().setCursor(cursor).build();
        assertThat(refusalOf(() -> other.searchUsers(elsewhere))).isEqualTo("USER_SEARCH_INVALID_CURSOR");
        assertThat(other.searchUsers(SearchUsersRequest.getDefaultInstance()).getResultsCount())
                .isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void limitsHaveBounds(int limit) {
        assertThat(reasonOf(request -> request.setLimit(limit))).isEqualTo("USER_SEARCH_INVALID_LIMIT");
        assertThat(search(request -> request.setLimit(1000)).getResultsCount()).isEqualTo(3);
    }

    @Test
    void operatorIsAnd() {
        var active = operand("status", text("active"));
        for (var operator : List.of("", "and", "NOT", "OR")) {
            assertThat(reasonOf(request -> request.getQueryBuilder()
                            .setOperator(operator)
                            .addOperands(active)
                            .addOperands(active)))
                    .isEqualTo("USER_SEARCH_INVALID_OPERATOR");
        }
        assertThat(search(request -> request.getQueryBuilder().setOperator("OR").addOperands(active))
                        .getResultsCount())
                .isEqualTo(1);
    }

    @Test
    void wrongOperandsAreRefused() {
        var flag = Value.newBuilder().setBoolValue(true).build();
        var object =
                Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build();
        assertRefused("USER_SEARCH_MISSING_FILTER_NAME", SearchUsersOperand.getDefaultInstance());
        assertRefused(
                "USER_SEARCH_FILTER_NAME_MUST_BE_STRING",
                SearchUsersOperand.newBuilder().setFilterName(flag).build());
        assertRefused("USER_SEARCH_FILTER_NAME_NOT_RECOGNIZED", operand("shoe_size", text("42")));
        assertRefused("USER_SEARCH_MISSING_FILTER_VALUE", operand("status", Value.getDefaultInstance()));
        assertRefused("USER_SEARCH_EXPECTED_STRING", operand("status", flag));
        assertRefused("USER_SEARCH_EXPECTED_STRING", operand("phone_number_fuzzy", list("202")));
        assertRefused("USER_SEARCH_EXPECTED_ARRAY_OF_STRING", operand("user_id", text("ada")));
        assertRefused(
                "USER_SEARCH_EXPECTED_ARRAY_OF_STRING",
                operand(
                        "phone_id",
                        Value.newBuilder()
                                .setListValue(ListValue.newBuilder().addValues(flag))
                                .build()));
        assertRefused("USER_SEARCH_EXPECTED_BOOL", operand("phone_verified", text("true")));
        assertRefused("USER_SEARCH_EXPECTED_OBJECT", operand("created_at_between", text("today")));
        assertRefused("USER_SEARCH_MISSING_GREATER_THAN", operand("created_at_between", object));
        assertRefused(
                "USER_SEARCH_MISSING_LESS_THAN",
                operand("created_at_between", struct(Map.of("greater_than", text(start.toString())))));
        assertRefused("USER_SEARCH_EXPECTED_TIMESTAMP", operand("created_at_less_than", text("yesterday")));
        assertRefused("USER_SEARCH_EXPECTED_TIMESTAMP", operand("created_at_less_than", flag));
        assertRefused(
                "USER_SEARCH_EXPECTED_TIMESTAMP", operand("created_at_less_than", text("+99999-01-01T00:00:00Z")));
        assertRefused("USER_SEARCH_INVALID_STATUS_FILTER", operand("status", text("asleep")));
        assertRefused("USER_SEARCH_FULL_NAME_FUZZY_TOO_SHORT", operand("full_name_fuzzy", text("a")));
        assertRefused("USER_SEARCH_FULL_NAME_FUZZY_TOO_SHORT", operand("full_name_fuzzy", text("ada l")));
        assertRefused("USER_SEARCH_FULL_NAME_FUZZY_TOO_SHORT", operand("full_name_fuzzy", text(" ")));
        assertRefused("USER_SEARCH_PHONE_NUMBER_FUZZY_TOO_SHORT", operand("phone_number_fuzzy", text("+1-2")));
        assertRefused("USER_SEARCH_MISSING_USER_IDS", operand("user_id", list()));
        assertRefused("USER_SEARCH_MISSING_PHONE_IDS", operand("phone_id", list()));
        assertRefused("USER_SEARCH_MISSING_PHONE_NUMBERS", operand("phone_number", list()));
        var many = Stream.iterate(0, i -> i + 1).limit(101).map(i -> "id" + i).toArray(String[]::new);
        assertRefused("USER_SEARCH_MAXIMUM_FILTER_VALUE_COUNT_EXCEEDED", operand("user_id", list(many)));
        assertThat(found(operand("user_id", list(Arrays.copyOf(many, 100))))).isEmpty();
        assertRefused(
                "USER_SEARCH_CANNOT_MIX_INTERNAL_AND_EXTERNAL_USER_IDS",
                operand("user_id", list("ada", person("bob").getUserId())));
        assertThat(reasonOf(request -> {
                    for (var i = 0; i < 21; i++) {
                        request.getQueryBuilder().setOperator("AND").addOperands(operand("status", text("active")));
                    }
                }))
                .isEqualTo("USER_SEARCH_MAXIMUM_FILTER_VALUE_COUNT_EXCEEDED");
    }

    @Test
    void changedNamesAreFoundByTheNewOne() {
        try (var fresh = TestService.onFreshDatabase(postgres)) {
            fresh.users()
                    .createUser(CreateUserRequest.newBuilder()
                            .setPhoneNumber("+12025550162")
                            .setExternalId("ada")
                            .setName(NameChange.newBuilder().setLastName("Byron"))
                            .build());
            fresh.users()
                    .updateUser(UpdateUserRequest.newBuilder()
                            .setUserId("ada")
                            .setName(NameChange.newBuilder().setLastName("Lovelace"))
                            .build());
            assertThat(searchIn(fresh, operand("full_name_fuzzy", text("byr"))).getResultsCount())
                    .isEqualTo(0);
            assertThat(searchIn(fresh, operand("full_name_fuzzy", text("lov"))).getResultsCount())
                    .isEqualTo(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private User person(String id) {
        return Objects.requireNonNull(people.get(id));
    }

    private void create(String id, String number, String first, String last, boolean pending) {
        var user = service.users()
                .createUser(CreateUserRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setExternalId(id)
                        .setCreateUserAsPending(pending)
                        .setName(NameChange.newBuilder().setFirstName(first).setLastName(last))
                        .build())
                .getUser();
        people.put(id, user);
        service.clock.advance(MINUTE);
    }

    private void authenticate(String number) {
        var login = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
        service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(login.getPhoneId())
                        .setCode(service.codeOf(number, 1))
                        .build());
    }

    private SearchUsersResponse search(Consumer<SearchUsersRequest.Builder> wish) {
        var request = SearchUsersRequest.newBuilder();
        wish.accept(request);
        return service.users().searchUsers(request.build());
    }

    private static SearchUsersResponse searchIn(TestService service, SearchUsersOperand... operands) {
        return service.users()
                .searchUsers(SearchUsersRequest.newBuilder()
                        .setQuery(
                                SearchUsersQuery.newBuilder().setOperator("AND").addAllOperands(List.of(operands)))
                        .build());
    }

    private List<String> found(SearchUsersOperand... operands) {
        var answer = searchIn(service, operands);
        assertThat(answer.getResultsMetadata().getTotal()).isEqualTo(answer.getResultsCount());
        return answer.getResultsList().stream().map(User::getExternalId).toList();
    }

    private void assertRefused(String reason, SearchUsersOperand operand) {
        assertThat(reasonOf(
                        request -> request.getQueryBuilder().setOperator("AND").addOperands(operand)))
                .isEqualTo(reason);
    }

    private String reasonOf(Consumer<SearchUsersRequest.Builder> wish) {
        return refusalOf(() -> search(wish));
    }

    private static String refusalOf(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
        throw new AssertionError("The call was not refused.");
    }

    private static List<String> names(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(","));
    }

    private static SearchUsersOperand between(Instant from, Instant to) {
        return operand(
                "created_at_between",
                struct(Map.of("greater_than", text(from.toString()), "less_than", text(to.toString()))));
    }

    private static SearchUsersOperand operand(String filter, Value value) {
        return SearchUsersOperand.newBuilder()
                .setFilterName(text(filter))
                .setFilterValue(value)
                .build();
    }

    private static Value struct(Map<String, Value> members) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder().putAllFields(members))
                .build();
    }

    private static Value list(String... texts) {
        var list = ListValue.newBuilder();
        Stream.of(texts).map(UserSearchTest::text).forEach(list::addValues);
        return Value.newBuilder().setListValue(list).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
