package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.GetUserRequest;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.UpdateUserRequest;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON whose members callers make up: whatever they send is taken or refused with a reason.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FreeFormTest {

    /// Where Jackson stops unless it is told otherwise.
    private static final int LONG_NAME = 50_000;

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final SessionCalls calls = SessionCalls.onFreshDatabase(postgres);
    private String token;
    private String user;

    @BeforeAll
    void logIn() {
        var login = calls.login(60);
        token = login.getSessionToken();
        user = login.getUserId();
    }

    @AfterAll
    void stop() throws InterruptedException {
        calls.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {LONG_NAME, LONG_NAME + 1, 60_000})
    void namesAreTooLargeWhateverTheirLength(int length) {
        var name = "n".repeat(length);

        for (var json : new Struct[] {object(name, text("x")), object("deep", value(object(name, text("x"))))}) {
            assertThat(reasonOf(() -> claim(json))).isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
            assertThat(reasonOf(() -> calls.login(
                            request -> request.setSessionToken(token).setSessionCustomClaims(json))))
                    .isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
            assertThat(reasonOf(() -> trust(json))).isEqualTo("METADATA_TOO_LARGE");
            assertThat(reasonOf(() -> update(UpdateUserRequest.newBuilder().setUntrustedMetadata(json))))
                    .isEqualTo("METADATA_TOO_LARGE");
            assertThat(reasonOf(() -> calls.service
                            .users()
                            .createUser(CreateUserRequest.newBuilder()
                                    .setPhoneNumber("+12025550163")
                                    .setTrustedMetadata(json)
                                    .build())))
                    .isEqualTo("METADATA_TOO_LARGE");
        }
    }

    @Test
    void removalOfALongNameThatIsNotThereIsQuiet() {
        var removal = object(
                "n".repeat(LONG_NAME + 1),
                Value.newBuilder().setNullValueValue(0).build());

        claim(removal);
        trust(removal);
    }

    /// A parser that keeps the names it has seen in a table of hashes suspects an attack.
    @Test
    void manyNamesOfOneHashAreTooManyOrTooLarge() {
        var names = Struct.newBuilder();
        IntStream.range(0, 1 << 10)
                .mapToObj(FreeFormTest::collidingName)
                .forEach(name -> names.putFields(name, text("")));
        assertThat(names.getFieldsMap()).hasSize(1 << 10);

        assertThat(reasonOf(() -> claim(names.build()))).isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(reasonOf(() -> trust(names.build()))).isEqualTo("METADATA_TOO_MANY_KEYS");
        assertThat(reasonOf(() -> trust(object("deep", value(names.build()))))).isEqualTo("METADATA_TOO_LARGE");
    }

    @Test
    void manyNamesOfOneHashThatFitAreTaken() {
        var names = Struct.newBuilder();
        IntStream.range(0, 120).mapToObj(FreeFormTest::collidingName).forEach(name -> names.putFields(name, text("")));

        assertThat(claim(names.build()).getFieldsMap()).hasSizeGreaterThanOrEqualTo(120);
        claim(removalOf(names.build()));
        trust(object("deep", value(names.build())));
        trust(object("deep", Value.newBuilder().setNullValueValue(0).build()));
    }

    @Test
    void longTextsAreTooLarge() {
        var json = object("text", text("\"".repeat(60_000)));

        assertThat(reasonOf(() -> claim(json))).isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(reasonOf(() -> trust(json))).isEqualTo("METADATA_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MAX_VALUE, Double.MIN_VALUE, -0.0, 9_007_199_254_740_993.0, 1e-310})
    void everyNumberThatJsonHasComesBack(double number) {
        var json = object("number", Value.newBuilder().setNumberValue(number).build());

        assertThat(claim(json).getFieldsOrThrow("number").getNumberValue()).isEqualTo(number == 0 ? 0.0 : number);
        trust(json);
        assertThat(metadata().getFieldsOrThrow("number").getNumberValue()).isEqualTo(number == 0 ? 0.0 : number);
    }

    /// What is taken can be told in every answer: protobuf reads no more than 100 messages in each other.
    @Test
    void thirtyTwoLevelsAreTakenAndToldAndOneMoreIsNot() {
        assertThat(claim(nested(32)).getFieldsMap()).containsKey("deep");
        trust(nested(32));

        assertThat(metadata().getFieldsMap()).containsKey("deep");
        assertThat(calls.service
                        .users()
                        .searchUsers(SearchUsersRequest.getDefaultInstance())
                        .getResultsCount())
                .isPositive();
        assertThat(calls.byToken(token).getUser().getTrustedMetadata().getFieldsMap())
                .containsKey("deep");
        assertThat(reasonOf(() -> claim(nested(33)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> trust(nested(33)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> claim(nestedList(33)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> trust(nestedList(33)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> claim(nested(34)))).isEqualTo("BAD_REQUEST");
        assertThat(reasonOf(() -> trust(nested(200)))).isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void jwtThatIsNestedVeryDeeplyIsRefused(String opening) {
        var deep = base64("{\"a\":" + opening.repeat(3_000));
        var header = base64("{\"alg\":\"RS256\",\"kid\":\"x\"}");

        assertThat(reasonOf(() -> calls.byJwt(header + "." + deep + ".AA"))).startsWith("UNABLE_TO_PARSE");
        assertThat(reasonOf(() -> calls.byJwt(deep + "." + header + ".AA"))).startsWith("UNABLE_TO_PARSE");
    }

    private Struct claim(Struct json) {
        return calls.check(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setSessionCustomClaims(json))
                .getSession()
                .getCustomClaims();
    }

    private void trust(Struct json) {
        update(UpdateUserRequest.newBuilder().setTrustedMetadata(json));
    }

    private void update(UpdateUserRequest.Builder request) {
        calls.service.users().updateUser(request.setUserId(user).build());
    }

    private Struct metadata() {
        return calls.service
                .users()
                .getUser(GetUserRequest.newBuilder().setUserId(user).build())
                .getTrustedMetadata();
    }

    /// Names of ten bits each, that are one number to whoever multiplies by 33 and adds: `bA` and `ab` are.
    private static String collidingName(int number) {
        var name = new StringBuilder();
        for (var bit = 0; bit < 10; bit++) {
            name.append((number >> bit & 1) == 0 ? "bA" : "ab");
        }
        return name.toString();
    }

    private static Struct removalOf(Struct json) {
        var removal = Struct.newBuilder();
        json.getFieldsMap()
                .keySet()
                .forEach(name -> removal.putFields(
                        name, Value.newBuilder().setNullValueValue(0).build()));
        return removal.build();
    }

    private static Struct nested(int levels) {
        var json = object("deep", text("x"));
        for (var level = 1; level < levels; level++) {
            json = object("deep", value(json));
        }
        return json;
    }

    /// An object, and lists in it.
    private static Struct nestedList(int levels) {
        var list = ListValue.newBuilder();
        for (var level = 2; level < levels; level++) {
            list = ListValue.newBuilder().addValues(Value.newBuilder().setListValue(list));
        }
        return object("deep", Value.newBuilder().setListValue(list).build());
    }

    private static Struct object(String name, Value value) {
        return Struct.newBuilder().putFields(name, value).build();
    }

    private static Value value(Struct struct) {
        return Value.newBuilder().setStructValue(struct).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(catchThrowableOfType(StatusRuntimeException.class, call::execute))
                .getReason();
    }
}
