package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteExternalIdRequest;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.GetUserRequest;
import dev.countersign.v1.GetUserResponse;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.UpdateUserRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// Calls for users that are repeated with their key: the same answer, and one effect.
@Timeout(60)
class UserIdempotencyTest {

    private static final String NUMBER = "+12025550162";
    private static final String OTHER_NUMBER = "+12025550163";
    private static final String KEY = "5f0c4a52-6f3e-4f9e-8b0e-0d9a2f6b7c11";
    private static EmbeddedPostgres postgres;
    private TestService service;

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
    void repeatedCreationIsOneUser() {
        var first = create(KEY);

        assertThat(create(KEY)).isEqualTo(first);
        assertThat(count("user.UserCreated")).isEqualTo(1);
        assertThat(reasonOf(() -> create(""))).isEqualTo("DUPLICATE_PHONE_NUMBER");
    }

    @Test
    void keyMayStandInTheMetadata() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), KEY);
        var keyed = service.users().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

        var first = keyed.createUser(creation("").build());

        assertThat(create(KEY)).isEqualTo(first);
        assertThat(reasonOf(() -> keyed.createUser(creation("another").build())))
                .isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    @Test
    void ofManyAtTheSameTimeAllGetTheOneUser() throws Exception {
        var calls = Stream.generate(() -> (Callable<CreateUserResponse>) () -> create(KEY))
                .limit(16)
                .toList();
        try (var threads = Executors.newFixedThreadPool(16)) {
            var answers = new HashSet<CreateUserResponse>();
            for (Future<CreateUserResponse> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers).hasSize(1);
        }
        assertThat(count("user.UserCreated")).isEqualTo(1);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        var user = create(KEY).getUserId();

        assertThat(reasonOf(() -> service.users()
                        .createUser(creation(KEY).setPhoneNumber(OTHER_NUMBER).build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(reasonOf(() -> service.users().updateUser(update(user, "Ada").build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(reasonOf(() -> service.users()
                        .deleteUser(DeleteUserRequest.newBuilder()
                                .setUserId(user)
                                .setRequestId(KEY)
                                .build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(user(user).getName().getFirstName()).isEmpty();
    }

    @Test
    void refusedCreationIsJudgedAnew() {
        var holder = create("").getUserId();
        assertThat(reasonOf(() -> create(KEY))).isEqualTo("DUPLICATE_PHONE_NUMBER");

        erase(holder);

        assertThat(create(KEY).getUserId()).isNotEqualTo(holder);
    }

    @Test
    void repeatedUpdateDoesNotUndoWhatCameAfterIt() {
        var user = create("").getUserId();
        var update = update(user, "Ada").build();
        var first = service.users().updateUser(update);
        rename(user, "Grace");

        assertThat(service.users().updateUser(update)).isEqualTo(first);
        assertThat(user(user).getName().getFirstName()).isEqualTo("Grace");
    }

    @Test
    void updateThatChangedNothingDoesNotUndoWhatCameAfterItEither() {
        var user = create("").getUserId();
        rename(user, "Ada");
        var update = update(user, "Ada").build();
        service.users().updateUser(update);
        rename(user, "Grace");

        service.users().updateUser(update);

        assertThat(user(user).getName().getFirstName()).isEqualTo("Grace");
    }

    @Test
    void answersAreKeptForADay() {
        var user = create("").getUserId();
        var update = update(user, "Ada").build();
        service.users().updateUser(update);
        rename(user, "Grace");

        service.clock.advance(Duration.ofHours(24).minusNanos(1_000));
        service.users().updateUser(update);
        assertThat(user(user).getName().getFirstName()).isEqualTo("Grace");

        service.clock.advance(Duration.ofNanos(1_000));
        service.users().updateUser(update);
        assertThat(user(user).getName().getFirstName()).isEqualTo("Ada");
    }

    @Test
    void repeatedDeletionOfAUserSucceedsAgain() {
        var delete = DeleteUserRequest.newBuilder()
                .setUserId(create("").getUserId())
                .setRequestId(KEY)
                .build();
        var first = service.users().deleteUser(delete);

        assertThat(service.users().deleteUser(delete)).isEqualTo(first);
        assertThat(count("user.UserErased")).isEqualTo(1);
        assertThat(reasonOf(() -> service.users()
                        .deleteUser(delete.toBuilder().clearRequestId().build())))
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void repeatedDeletionOfAPhoneSucceedsAgain() {
        var delete = DeletePhoneNumberRequest.newBuilder()
                .setPhoneId(create("").getPhoneId())
                .setRequestId(KEY)
                .build();
        var first = service.users().deletePhoneNumber(delete);

        assertThat(service.users().deletePhoneNumber(delete)).isEqualTo(first);
        assertThat(count("phone.PhoneRemoved")).isEqualTo(1);
        assertThat(reasonOf(() -> service.users()
                        .deletePhoneNumber(delete.toBuilder().clearRequestId().build())))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    @Test
    void repeatedDeletionOfAnExternalIdLeavesTheNextOneAlone() {
        var user = service.users()
                .createUser(creation("").setExternalId("ada").build())
                .getUserId();
        var delete = DeleteExternalIdRequest.newBuilder()
                .setUserId(user)
                .setRequestId(KEY)
                .build();
        var first = service.users().deleteExternalId(delete);
        service.users()
                .updateUser(UpdateUserRequest.newBuilder()
                        .setUserId(user)
                        .setExternalId("lovelace")
                        .build());

        assertThat(service.users().deleteExternalId(delete)).isEqualTo(first);
        assertThat(user(user).getExternalId()).isEqualTo("lovelace");
    }

    @Test
    void repeatedExchangeIsOneNewPhone() {
        var exchange = exchange(create("").getUserId());
        var first = service.users().exchangePrimaryFactor(exchange);

        assertThat(service.users().exchangePrimaryFactor(exchange)).isEqualTo(first);
        assertThat(count("phone.PhoneRegistered")).isEqualTo(2);
        assertThat(reasonOf(() -> service.users()
                        .exchangePrimaryFactor(
                                exchange.toBuilder().clearRequestId().build())))
                .isEqualTo("DUPLICATE_PHONE_NUMBER_FOR_USER");
    }

    @Test
    void answersAreForgottenWithTheirUser() {
        var user = create("create").getUserId();
        var update = update(user, "Ada").build();
        var withoutId = DeleteExternalIdRequest.newBuilder()
                .setUserId(user)
                .setRequestId("external id")
                .build();
        var exchange = exchange(user).toBuilder().setRequestId("exchange").build();
        service.users().updateUser(update);
        service.users().deleteExternalId(withoutId);
        var exchanged = service.users().exchangePrimaryFactor(exchange);
        var withoutPhone = DeletePhoneNumberRequest.newBuilder()
                .setPhoneId(exchanged.getUser().getPhoneNumbers(0).getPhoneId())
                .setRequestId("phone")
                .build();
        service.users().deletePhoneNumber(withoutPhone);

        erase(user);

        assertThat(reasonOf(() -> create("create"))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.users().updateUser(update))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.users().deleteExternalId(withoutId))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.users().exchangePrimaryFactor(exchange)))
                .isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.users().deletePhoneNumber(withoutPhone)))
                .isEqualTo("USER_NOT_FOUND");
        assertThat(count("user.UserCreated")).isEqualTo(1);
    }

    private CreateUserResponse create(String key) {
        return service.users().createUser(creation(key).build());
    }

    private static CreateUserRequest.Builder creation(String key) {
        return CreateUserRequest.newBuilder().setPhoneNumber(NUMBER).setRequestId(key);
    }

    private static UpdateUserRequest.Builder update(String user, String firstName) {
        return UpdateUserRequest.newBuilder()
                .setUserId(user)
                .setName(NameChange.newBuilder().setFirstName(firstName))
                .setRequestId(KEY);
    }

    private void rename(String user, String firstName) {
        service.users().updateUser(update(user, firstName).clearRequestId().build());
    }

    private static ExchangePrimaryFactorRequest exchange(String user) {
        return ExchangePrimaryFactorRequest.newBuilder()
                .setUserId(user)
                .setPhoneNumber(OTHER_NUMBER)
                .setRequestId(KEY)
                .build();
    }

    private GetUserResponse user(String id) {
        return service.users().getUser(GetUserRequest.newBuilder().setUserId(id).build());
    }

    private void erase(String user) {
        service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId(user).build());
    }

    private long count(String event) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var count = connection.prepareStatement("select count(*) from event where payload_type = ?")) {
            count.setString(1, event);
            var row = count.executeQuery();
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(catchThrowableOfType(StatusRuntimeException.class, call::execute))
                .getReason();
    }
}
