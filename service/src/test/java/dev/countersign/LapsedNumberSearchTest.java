package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.SearchUsersOperand;
import dev.countersign.v1.SearchUsersQuery;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.SearchUsersResponse;
import dev.countersign.v1.SendBySmsRequest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A number that was attached and not proven finds its user until its time is up, whether that is recorded or not.
/// Here it is not: nothing sweeps in the first minute.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LapsedNumberSearchTest {

    private static final Duration MOMENT = Duration.ofNanos(1_000);
    private static final Value NO = Value.newBuilder().setBoolValue(false).build();

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final TestService service = TestService.settingOn(postgres, Map.of("COUNTERSIGN_EXPIRY_INTERVAL", "1m"));
    private String user = "";

    /// Has no other number.
    @BeforeAll
    void createUser() {
        var created = service.users()
                .createUser(CreateUserRequest.newBuilder()
                        .setPhoneNumber("+12025550162")
                        .setExternalId("ada")
                        .build());
        user = created.getUserId();
        service.users()
                .deletePhoneNumber(DeletePhoneNumberRequest.newBuilder()
                        .setPhoneId(created.getPhoneId())
                        .build());
    }

    @AfterAll
    void stop() throws InterruptedException {
        service.close();
        postgres.close();
    }

    private interface Search {
        SearchUsersQuery.Builder by(String number, String phone);
    }

    /// By each way in which a phone can be looked for: alone, and beside a filter that leads the search.
    private static Stream<Search> searches() {
        var ways = Stream.<Search>of(
                (number, phone) -> query(operand("phone_number", list(number))),
                (number, phone) -> query(operand("phone_id", list(phone))),
                (number, phone) -> query(operand("phone_verified", NO)),
                (number, phone) -> query(operand("phone_number_fuzzy", text(number.substring(9)))),
                (number, phone) -> query(operand("phone_number_fuzzy", text(number.substring(5)))));
        return ways.flatMap(search -> Stream.of(
                search, (number, phone) -> search.by(number, phone).addOperands(0, operand("user_id", list("ada")))));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void numberFindsItsUserUntilTheFiveMinutesAreOver(Search search) {
        var number = "+12025550173";
        var phone = service.passcodes()
                .sendBySms(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setUserId(user)
                        .build())
                .getPhoneId();
        var query = search.by(number, phone);

        service.clock.advance(Duration.ofMinutes(5).minus(MOMENT));
        var before = find(query);
        assertThat(before.getResultsCount()).isEqualTo(1);
        assertThat(before.getResultsMetadata().getTotal()).isEqualTo(1);

        service.clock.advance(MOMENT);
        var after = find(query);
        assertThat(after.getResultsCount()).isZero();
        assertThat(after.getResultsMetadata().getTotal()).isZero();
    }

    private SearchUsersResponse find(SearchUsersQuery.Builder query) {
        return service.users()
                .searchUsers(SearchUsersRequest.newBuilder().setQuery(query).build());
    }

    private static SearchUsersQuery.Builder query(SearchUsersOperand operand) {
        return SearchUsersQuery.newBuilder().setOperator("AND").addOperands(operand);
    }

    private static SearchUsersOperand operand(String filter, Value value) {
        return SearchUsersOperand.newBuilder()
                .setFilterName(text(filter))
                .setFilterValue(value)
                .build();
    }

    private static Value list(String text) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addValues(text(text)))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
