package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.login.Sessions;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.SearchUsersResponse;
import dev.countersign.v1.Session;
import dev.countersign.v1.UpdateUserRequest;
import dev.countersign.v1.User;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers about persons of whom as much is kept as there may be. The stubs here read up to 4 MiB, as they do
/// everywhere unless told otherwise.
class LargeAnswersTest {

    private static final String NUMBER = "+12025550162";
    private static final int USERS = 100;

    /// 4,096 bytes as JSON, and 22 kB as a message: each number takes two characters there and eleven bytes here.
    private static final Struct LARGEST = Struct.newBuilder()
            .putFields(
                    "k",
                    Value.newBuilder()
                            .setListValue(ListValue.newBuilder()
                                    .addAllValues(Collections.nCopies(
                                            2_044,
                                            Value.newBuilder().setNumberValue(1).build())))
                            .build())
            .build();

    private static final List<String> ROLES = IntStream.range(0, 32)
            .mapToObj(number -> "%0128d".formatted(number))
            .toList();

    private static EmbeddedPostgres postgres;
    private TestService service;
    private String lastMessage = "";

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.onFreshDatabase(postgres);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void pageOfUsersEndsBeforeItsAnswerIsTooLargeAndTheNextOneGoesOnThere() {
        for (var number = 0; number < USERS; number++) {
            create(number);
        }

        var pages = new ArrayList<SearchUsersResponse>();
        var cursor = "";
        do {
            var page = service.users()
                    .searchUsers(SearchUsersRequest.newBuilder()
                            .setLimit(1_000)
                            .setCursor(cursor)
                            .build());
            pages.add(page);
            cursor = page.getResultsMetadata().getNextCursor();
        } while (!cursor.isEmpty());

        assertThat(pages).hasSize(2).allSatisfy(page -> {
            assertThat(page.getSerializedSize()).isLessThan(3_200_000);
            assertThat(page.getResultsMetadata().getTotal()).isEqualTo(USERS);
        });
        assertThat(pages.getFirst().getSerializedSize()).isGreaterThan(3_000_000);
        assertThat(pages.stream()
                        .flatMap(page -> page.getResultsList().stream())
                        .map(User::getExternalId))
                .containsExactlyElementsOf(IntStream.range(0, USERS)
                        .mapToObj(LargeAnswersTest::name)
                        .toList());
    }

    @Test
    void userHasAHundredSessionsAndOneMoreEndsTheOldest() {
        var logins = new ArrayList<AuthenticateResponse>();
        for (var login = 0; login < Sessions.MOST; login++) {
            logins.add(login());
            service.clock.advance(Duration.ofMillis(1));
        }
        var user = logins.getFirst().getUserId();
        service.users()
                .updateUser(UpdateUserRequest.newBuilder()
                        .setUserId(user)
                        .addAllRoles(ROLES)
                        .build());
        assertThat(idsOf(user))
                .containsExactlyElementsOf(
                        logins.stream().map(LargeAnswersTest::id).toList());

        logins.add(login());

        assertThat(idsOf(user))
                .containsExactlyElementsOf(
                        logins.stream().skip(1).map(LargeAnswersTest::id).toList());
        assertThat(SessionCalls.reasonOf(() -> check(logins.getFirst()))).isEqualTo("SESSION_NOT_FOUND");
        check(logins.get(1));
    }

    private void check(AuthenticateResponse login) throws StatusRuntimeException {
        service.sessions()
                .authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .build());
    }

    private void create(int number) {
        service.users()
                .createUser(CreateUserRequest.newBuilder()
                        .setPhoneNumber("+1202555%04d".formatted(number))
                        .setExternalId(name(number))
                        .setName(NameChange.newBuilder()
                                .setFirstName("ö".repeat(128))
                                .setLastName("ö".repeat(128)))
                        .setTrustedMetadata(LARGEST)
                        .setUntrustedMetadata(LARGEST)
                        .addAllRoles(ROLES)
                        .build());
        service.clock.advance(Duration.ofMillis(1));
    }

    private AuthenticateResponse login() {
        var started = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(started.getPhoneId())
                        .setCode(nextCode())
                        .setSessionDurationMinutes(60)
                        .setSessionCustomClaims(LARGEST)
                        .setAttributes(Attributes.newBuilder().setUserAgent("語".repeat(1_024)))
                        .build());
    }

    /// However many messages have come: the handset keeps some.
    private String nextCode() {
        var newest = Eventually.gives(
                        () -> service.messagesTo(NUMBER),
                        messages ->
                                !messages.isEmpty() && !key(messages.getFirst()).equals(lastMessage))
                .getFirst();
        lastMessage = key(newest);
        return newest.getCode();
    }

    private static String key(HandsetMessage message) {
        return message.getReceivedAt() + message.getCode();
    }

    private List<String> idsOf(String user) {
        return service
                .sessions()
                .listSessions(ListSessionsRequest.newBuilder().setUserId(user).build())
                .getSessionsList()
                .stream()
                .map(Session::getSessionId)
                .toList();
    }

    private static String id(AuthenticateResponse login) {
        return login.getSession().getSessionId();
    }

    private static String name(int number) {
        return "user%03d".formatted(number);
    }
}
