package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteBiometricRegistrationRequest;
import dev.countersign.v1.DeleteCryptoWalletRequest;
import dev.countersign.v1.DeleteEmailRequest;
import dev.countersign.v1.DeleteExternalIdRequest;
import dev.countersign.v1.DeleteOauthRegistrationRequest;
import dev.countersign.v1.DeletePasswordRequest;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeleteTotpRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.DeleteWebauthnRegistrationRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.GetUserRequest;
import dev.countersign.v1.GetUserResponse;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.UpdateUserRequest;
import dev.countersign.v1.UpdateUserResponse;
import dev.countersign.v1.User;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Users as their callers see them: a real server, a real database, a real stub.
class UserServiceTest {

    private static final String NUMBER = "+12025550162";
    private static final String OTHER_NUMBER = "+12025550163";
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
    void createdUserIsAsWished() {
        var answer = create(request -> request.setName(NameChange.newBuilder()
                        .setFirstName("Ada")
                        .setMiddleName("King")
                        .setLastName("Lovelace"))
                .setTrustedMetadata(json(Map.of("plan", text("gold"))))
                .setUntrustedMetadata(json(Map.of("color", text("blue"))))
                .setExternalId("ada|1.x_y-z")
                .addAllRoles(List.of("admin", "reader", "admin")));

        var user = answer.getUser();
        assertThat(answer.getUserId()).isEqualTo(user.getUserId()).startsWith("user-test-");
        assertThat(answer.getEmailId()).isEmpty();
        assertThat(answer.getStatus()).isEqualTo("active").isEqualTo(user.getStatus());
        assertThat(user.getPhoneNumbersList()).singleElement().satisfies(phone -> {
            assertThat(phone.getPhoneId()).isEqualTo(answer.getPhoneId()).startsWith("phone-number-test-");
            assertThat(phone.getPhoneNumber()).isEqualTo(NUMBER);
            assertThat(phone.getVerified()).isFalse();
        });
        assertThat(user.getName().getFirstName()).isEqualTo("Ada");
        assertThat(user.getName().getMiddleName()).isEqualTo("King");
        assertThat(user.getName().getLastName()).isEqualTo("Lovelace");
        assertThat(user.getTrustedMetadata()).isEqualTo(json(Map.of("plan", text("gold"))));
        assertThat(user.getUntrustedMetadata()).isEqualTo(json(Map.of("color", text("blue"))));
        assertThat(user.getExternalId()).isEqualTo("ada|1.x_y-z");
        assertThat(user.getRolesList()).containsExactly("admin", "reader");
        assertThat(sameAs(get(user.getUserId()))).isEqualTo(user);
        assertThat(events(user.getUserId()))
                .containsExactly(
                        "user.UserCreated",
                        "user.NameChanged",
                        "user.TrustedMetadataChanged",
                        "user.UntrustedMetadataChanged",
                        "user.ExternalIdChanged",
                        "user.RolesChanged");
    }

    @Test
    void createdUserLogsInAndIsShownWhole() {
        var made = create(request -> request.setCreateUserAsPending(true)
                .setName(NameChange.newBuilder().setFirstName("Ada"))
                .setExternalId("ada"));
        assertThat(made.getStatus()).isEqualTo("pending");

        var login = login(NUMBER);
        assertThat(login.getUserId()).isEqualTo(made.getUserId());
        assertThat(login.getUserCreated()).isFalse();
        var proven = authenticate(login, NUMBER, 1);

        assertThat(proven.getUser().getStatus()).isEqualTo("active");
        assertThat(proven.getUser().getName().getFirstName()).isEqualTo("Ada");
        assertThat(proven.getUser().getExternalId()).isEqualTo("ada");
        assertThat(proven.getUser().getPhoneNumbers(0).getVerified()).isTrue();
        assertThat(sameAs(get("ada"))).isEqualTo(proven.getUser());
    }

    @Test
    void nobodyIsMadeTwice() {
        create(request -> request.setExternalId("one"));

        assertThat(reasonOf(() -> create(request -> {}))).isEqualTo("DUPLICATE_PHONE_NUMBER");
        assertThat(reasonOf(() ->
                        create(request -> request.setPhoneNumber(OTHER_NUMBER).setExternalId("one"))))
                .isEqualTo("DUPLICATE_USER_EXTERNAL_ID");
        assertThat(StoredEvents.rowsIn("app_user", service.jdbcUrl)).isEqualTo(1);
    }

    @Test
    void ofManyWhoWantOneNumberOneGetsIt() throws Exception {
        var outcomes = atOnce(8, i -> reasonOrNone(() -> create(request -> {})));

        assertThat(outcomes).containsOnlyOnce("").contains("DUPLICATE_PHONE_NUMBER");
        assertThat(StoredEvents.rowsIn("app_user", service.jdbcUrl)).isEqualTo(1);
        assertThat(StoredEvents.rowsIn("phone_digits", service.jdbcUrl)).isEqualTo(1);
    }

    @Test
    void ofManyWhoWantOneExternalIdOneGetsIt() throws Exception {
        var outcomes = atOnce(
                8,
                i -> reasonOrNone(() -> create(
                        request -> request.setPhoneNumber("+1202555010" + i).setExternalId("wanted"))));

        assertThat(outcomes).containsOnlyOnce("").contains("DUPLICATE_USER_EXTERNAL_ID");
        assertThat(StoredEvents.rowsIn("app_user", service.jdbcUrl)).isEqualTo(1);
    }

    @Test
    void requestsThatMakeNoUserAreRefused() {
        assertThat(reasonOf(() -> create(request -> request.clearPhoneNumber())))
                .isEqualTo("INVALID_CREATE_USER_REQUEST");
        assertThat(reasonOf(() -> create(request -> request.setEmail("ada@example.com"))))
                .isEqualTo("INVALID_CREATE_USER_REQUEST");
        assertThat(reasonOf(() -> create(request -> request.setPhoneNumber("+10000000000"))))
                .isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> create(request -> request.setExternalId("not allowed"))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> create(request -> request.setExternalId("user-test-1"))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> create(request -> request.addRoles("not allowed"))))
                .isEqualTo("INVALID_ROLE");
        assertThat(reasonOf(() -> create(request -> request.addAllRoles(roles(33)))))
                .isEqualTo("TOO_MANY_ROLES");
        assertThat(StoredEvents.rowsIn("app_user", service.jdbcUrl)).isEqualTo(0);
        create(request -> request.addAllRoles(roles(32)));
    }

    @Test
    void updateChangesWhatItNamesAndNothingElse() {
        var made = create(request -> request.setName(
                        NameChange.newBuilder().setFirstName("Ada").setLastName("Byron"))
                .setExternalId("ada")
                .addRoles("admin"));

        var answer =
                update("ada", request -> request.setName(NameChange.newBuilder().setLastName("Lovelace")));

        var user = answer.getUser();
        assertThat(answer.getUserId()).isEqualTo(made.getUserId());
        assertThat(answer.getPhoneNumbersList()).isEqualTo(user.getPhoneNumbersList());
        assertThat(user.getName().getFirstName()).isEqualTo("Ada");
        assertThat(user.getName().getLastName()).isEqualTo("Lovelace");
        assertThat(user.getExternalId()).isEqualTo("ada");
        assertThat(user.getRolesList()).containsExactly("admin");
        assertThat(sameAs(get(made.getUserId()))).isEqualTo(user);
    }

    @Test
    void emptyUpdateIsQuiet() {
        var made = create(request -> request.addRoles("admin").setExternalId("ada"));
        var before = events(made.getUserId());

        var user = update(
                        "ada",
                        request -> request.setTrustedMetadata(Struct.getDefaultInstance())
                                .setExternalId("ada"))
                .getUser();

        assertThat(user).isEqualTo(made.getUser());
        assertThat(events(made.getUserId())).isEqualTo(before);
    }

    @Test
    void rolesAreReplacedOrClearedButNotByAnEmptyList() {
        create(request -> request.addRoles("admin").setExternalId("ada"));

        assertThat(update("ada", request -> request.addRoles("reader"))
                        .getUser()
                        .getRolesList())
                .containsExactly("reader");
        assertThat(update("ada", request -> {}).getUser().getRolesList()).containsExactly("reader");
        assertThat(update("ada", request -> request.setClearRoles(true))
                        .getUser()
                        .getRolesList())
                .isEmpty();
    }

    @Test
    void metadataIsMergedAtTheTopLevel() {
        create(request -> request.setExternalId("ada")
                .setTrustedMetadata(json(Map.of(
                        "kept", number(1),
                        "gone", number(2),
                        "deep", object(Map.of("a", number(1), "b", number(2)))))));

        var user = update(
                        "ada",
                        request -> request.setTrustedMetadata(
                                json(Map.of("gone", none(), "deep", object(Map.of("a", number(3)))))))
                .getUser();

        assertThat(user.getTrustedMetadata())
                .isEqualTo(json(Map.of("kept", number(1), "deep", object(Map.of("a", number(3))))));
    }

    @Test
    void metadataHasBounds() {
        create(request -> request.setExternalId("ada").setUntrustedMetadata(keys(0, 19)));

        update("ada", request -> request.setUntrustedMetadata(keys(19, 20)));
        assertThat(reasonOf(() -> update("ada", request -> request.setUntrustedMetadata(keys(20, 21)))))
                .isEqualTo("METADATA_TOO_MANY_KEYS");
        // {"x":"…"} has 8 bytes besides the value.
        var largest = json(Map.of("x", text("y".repeat(4096 - 8))));
        update("ada", request -> request.setTrustedMetadata(largest));
        var tooLarge = json(Map.of("x", text("y".repeat(4096 - 7))));
        assertThat(reasonOf(() -> update("ada", request -> request.setTrustedMetadata(tooLarge))))
                .isEqualTo("METADATA_TOO_LARGE");
    }

    @Test
    void noneOfManyUpdatesIsLost() throws Exception {
        create(request -> request.setExternalId("ada"));

        atOnce(8, i -> update("ada", request -> request.setTrustedMetadata(keys(i, i + 1))));

        assertThat(get("ada").getTrustedMetadata()).isEqualTo(keys(0, 8));
    }

    @Test
    void updateTakesNoFactors() {
        create(request -> request.setExternalId("ada"));
        for (Consumer<UpdateUserRequest.Builder> change : List.<Consumer<UpdateUserRequest.Builder>>of(
                request -> request.addEmails(text("ada@example.com")),
                request -> request.addPhoneNumbers(text(OTHER_NUMBER)),
                request -> request.addCryptoWallets(text("wallet")))) {
            assertThat(reasonOf(() -> update("ada", change))).isEqualTo("UPDATE_USER_AUTH_METHOD_NOT_ALLOWED");
        }
    }

    @Test
    void externalIdFindsItsUserEverywhereAndMoves() {
        var made = create(request -> request.setExternalId("ada"));
        var token = authenticate(login(NUMBER), NUMBER, 1).getSessionToken();
        assertThat(token).isNotEmpty();

        assertThat(sessionsOf("ada")).isEqualTo(1);
        assertThat(update("ada", request -> request.setExternalId("countess"))
                        .getUser()
                        .getExternalId())
                .isEqualTo("countess");
        assertThat(reasonOf(() -> get("ada"))).isEqualTo("USER_NOT_FOUND");
        assertThat(get("countess").getUserId()).isEqualTo(made.getUserId());

        var without = service.users()
                .deleteExternalId(DeleteExternalIdRequest.newBuilder()
                        .setUserId("countess")
                        .build());
        assertThat(without.getUserId()).isEqualTo(made.getUserId());
        assertThat(without.getUser().hasExternalId()).isFalse();
        assertThat(reasonOf(() -> get("countess"))).isEqualTo("USER_NOT_FOUND");
        service.users()
                .deleteExternalId(DeleteExternalIdRequest.newBuilder()
                        .setUserId(made.getUserId())
                        .build());
        create(request -> request.setPhoneNumber(OTHER_NUMBER).setExternalId("ada"));
    }

    @Test
    void otherProjectsSeeNothing() {
        var made = create(request -> request.setExternalId("ada"));
        var other = service.usersAs(service.service.projects().create("other", Environment.TEST));

        for (var id : List.of(made.getUserId(), "ada")) {
            assertThat(reasonOf(() -> other.getUser(
                            GetUserRequest.newBuilder().setUserId(id).build())))
                    .isEqualTo("USER_NOT_FOUND");
            assertThat(reasonOf(() -> other.deleteUser(
                            DeleteUserRequest.newBuilder().setUserId(id).build())))
                    .isEqualTo("USER_NOT_FOUND");
        }
        assertThat(reasonOf(() -> other.deletePhoneNumber(DeletePhoneNumberRequest.newBuilder()
                        .setPhoneId(made.getPhoneId())
                        .build())))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");
        other.createUser(CreateUserRequest.newBuilder()
                .setPhoneNumber(NUMBER)
                .setExternalId("ada")
                .build());
    }

    @Test
    void idsThatCanBeNobodysAreToldApart() {
        assertThat(reasonOf(() -> get("not an id"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> get(""))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> get("x".repeat(129)))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> get("user-live-garbage"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> get("x".repeat(128)))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> get("user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd")))
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void deletedUserIsGoneAndForgotten() {
        var made = create(request -> request.setExternalId("ada")
                .setName(NameChange.newBuilder().setFirstName("Ada"))
                .setTrustedMetadata(json(Map.of("plan", text("gold")))));
        var session = authenticate(login(NUMBER), NUMBER, 1);
        var open = login(NUMBER);
        var code = service.codeOf(NUMBER, 2);

        var answer = service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId("ada").build());

        assertThat(answer.getUserId()).isEqualTo(made.getUserId());
        assertThat(reasonOf(() -> get(made.getUserId()))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> get("ada"))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> sessionsOf(made.getUserId()))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.sessions()
                        .authenticateSession(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(session.getSessionToken())
                                .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> service.passcodes()
                        .authenticate(AuthenticateRequest.newBuilder()
                                .setMethodId(open.getPhoneId())
                                .setCode(code)
                                .build())))
                .isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(events(made.getUserId())).endsWith("user.UserErased");
        assertThat(events(made.getPhoneId())).endsWith("phone.PhoneRemoved");
        assertThat(events(session.getSession().getSessionId())).endsWith("session.SessionRevoked");
        for (var table : List.of("phone", "phone_digits", "session", "app_user where data_key is not null")) {
            assertThat(StoredEvents.rowsIn(table, service.jdbcUrl)).as(table).isEqualTo(0);
        }
        assertThat(reasonOf(() -> service.users()
                        .deleteUser(DeleteUserRequest.newBuilder()
                                .setUserId(made.getUserId())
                                .build())))
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void numberAndExternalIdOfADeletedUserAreFree() {
        var made = create(request -> request.setExternalId("ada"));
        service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId("ada").build());

        var login = login(NUMBER);

        assertThat(login.getUserCreated()).isTrue();
        assertThat(login.getUserId()).isNotEqualTo(made.getUserId());
        assertThat(login.getPhoneId()).isNotEqualTo(made.getPhoneId());
        create(request -> request.setPhoneNumber(OTHER_NUMBER).setExternalId("ada"));
    }

    @Test
    void deletingWhileTheUserLogsInLeavesNothingBehind() throws Exception {
        for (var round = 0; round < 5; round++) {
            var number = "+1202555011" + round;
            var made = create(request -> request.setPhoneNumber(number));
            var login = login(number);
            var code = service.codeOf(number, 1);

            atOnce(3, i -> switch (i) {
                case 0 ->
                    reasonOrNone(() -> service.users()
                            .deleteUser(DeleteUserRequest.newBuilder()
                                    .setUserId(made.getUserId())
                                    .build()));
                case 1 -> reasonOrNone(() -> authenticate(login.getPhoneId(), code));
                default -> reasonOrNone(() -> login(number));
            });

            assertThat(reasonOf(() -> get(made.getUserId()))).isEqualTo("USER_NOT_FOUND");
            assertThat(StoredEvents.rowsIn("session where user_id = '" + made.getUserId() + "'", service.jdbcUrl))
                    .isEqualTo(0);
            assertThat(StoredEvents.rowsIn("phone where user_id = '" + made.getUserId() + "'", service.jdbcUrl))
                    .isEqualTo(0);
            assertThat(StoredEvents.rowsIn(
                            "newest_challenge where open_until is not null and phone_id = '" + made.getPhoneId() + "'",
                            service.jdbcUrl))
                    .isEqualTo(0);
        }
    }

    @Test
    void phoneIsTakenOffAndItsNumberIsFree() {
        var made = create(request -> {});
        var session = authenticate(login(NUMBER), NUMBER, 1);
        var open = login(NUMBER);
        var code = service.codeOf(NUMBER, 2);

        var answer = deletePhone(made.getPhoneId());

        assertThat(answer.getUserId()).isEqualTo(made.getUserId());
        assertThat(answer.getPhoneNumbersList()).isEmpty();
        assertThat(sameAs(get(made.getUserId()))).isEqualTo(answer);
        assertThat(sessionsOf(made.getUserId())).isEqualTo(0);
        assertThat(reasonOf(() -> service.sessions()
                        .authenticateSession(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(session.getSessionToken())
                                .build())))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> authenticate(open.getPhoneId(), code))).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> deletePhone(made.getPhoneId()))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(reasonOf(() -> deletePhone("garbage"))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(login(NUMBER).getUserCreated()).isTrue();
    }

    @Test
    void sessionOutlivesNoneOfTwoPhonesThatAreTakenOffAtOnce() throws Exception {
        for (var round = 0; round < 10; round++) {
            var first = "+1202555012" + round;
            var second = "+1202555013" + round;
            var login = login(first);
            var session = authenticate(login, first, 1);
            var phones = List.of(
                    login.getPhoneId(), prove(second, session.getSessionToken()).getMethodId());

            var answers = atOnce(2, i -> reasonOrNone(() -> deletePhone(phones.get(i))));

            assertThat(answers).containsOnly("");
            assertThat(get(login.getUserId()).getPhoneNumbersList()).isEmpty();
            assertThat(sessionsOf(login.getUserId())).isEqualTo(0);
            assertThat(events(session.getSession().getSessionId())).endsWith("session.SessionRevoked");
        }
    }

    @Test
    void sessionStaysAsLongAsOneOfItsPhonesDoes() {
        var login = login(NUMBER);
        var session = authenticate(login, NUMBER, 1);
        var other = prove(OTHER_NUMBER, session.getSessionToken()).getMethodId();

        deletePhone(login.getPhoneId());
        assertThat(sessionsOf(login.getUserId())).isEqualTo(1);
        deletePhone(other);
        assertThat(sessionsOf(login.getUserId())).isEqualTo(0);
        assertThat(events(login.getUserId()))
                .containsExactly("user.UserCreated", "user.PhoneAdded", "user.PhoneTakenOff", "user.PhoneTakenOff");
    }

    @Test
    void onlyFactorIsExchanged() {
        var made = create(request -> request.setExternalId("ada"));
        authenticate(login(NUMBER), NUMBER, 1);

        var user = exchange("ada", OTHER_NUMBER);

        assertThat(user.getPhoneNumbersList()).singleElement().satisfies(phone -> {
            assertThat(phone.getPhoneNumber()).isEqualTo(OTHER_NUMBER);
            assertThat(phone.getVerified()).isFalse();
            assertThat(phone.getPhoneId()).isNotEqualTo(made.getPhoneId());
        });
        assertThat(sameAs(get("ada"))).isEqualTo(user);
        assertThat(sessionsOf("ada")).isEqualTo(0);
        assertThat(events(made.getUserId())).endsWith("user.PrimaryFactorExchanged");
        assertThat(login(OTHER_NUMBER).getUserId()).isEqualTo(made.getUserId());
        assertThat(login(NUMBER).getUserCreated()).isTrue();
    }

    @Test
    void exchangeIsRefused() {
        var made = create(request -> request.setExternalId("ada"));
        create(request -> request.setPhoneNumber(OTHER_NUMBER));

        assertThat(reasonOf(() -> exchange("ada", OTHER_NUMBER))).isEqualTo("DUPLICATE_PHONE_NUMBER");
        assertThat(reasonOf(() -> exchange("ada", NUMBER))).isEqualTo("DUPLICATE_PHONE_NUMBER_FOR_USER");
        assertThat(reasonOf(() -> exchange("ada", ""))).isEqualTo("INVALID_EXCHANGE_PRIMARY_FACTOR_FIELDS");
        assertThat(reasonOf(() -> exchange("ada", "+10000000000"))).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> exchange("nobody", NUMBER))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> service.users()
                        .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                                .setUserId("ada")
                                .setEmailAddress("ada@example.com")
                                .build())))
                .isEqualTo("INVALID_EXCHANGE_PRIMARY_FACTOR_FIELDS");
        deletePhone(made.getPhoneId());
        assertThat(reasonOf(() -> exchange("ada", "+12025550164"))).isEqualTo("INVALID_EXCHANGE_PRIMARY_FACTOR_USER");
    }

    @Test
    void factorsThatNobodyHasAreNotFound() {
        var users = service.users();
        var reasons = List.of(
                reasonOf(() -> users.deleteEmail(DeleteEmailRequest.getDefaultInstance())),
                reasonOf(
                        () -> users.deleteWebauthnRegistration(DeleteWebauthnRegistrationRequest.getDefaultInstance())),
                reasonOf(() ->
                        users.deleteBiometricRegistration(DeleteBiometricRegistrationRequest.getDefaultInstance())),
                reasonOf(() -> users.deleteTotp(DeleteTotpRequest.getDefaultInstance())),
                reasonOf(() -> users.deleteCryptoWallet(DeleteCryptoWalletRequest.getDefaultInstance())),
                reasonOf(() -> users.deletePassword(DeletePasswordRequest.getDefaultInstance())),
                reasonOf(() -> users.deleteOauthRegistration(DeleteOauthRegistrationRequest.getDefaultInstance())));
        assertThat(reasons)
                .containsExactly(
                        "EMAIL_NOT_FOUND",
                        "WEBAUTHN_REGISTRATION_NOT_FOUND",
                        "BIOMETRIC_REGISTRATION_NOT_FOUND",
                        "TOTP_NOT_FOUND",
                        "CRYPTO_WALLET_NOT_FOUND",
                        "PASSWORD_NOT_FOUND",
                        "OAUTH_USER_REGISTRATION_NOT_FOUND");
    }

    @Test
    void lockIsShown() {
        var login = login(NUMBER);
        guessWrong(login.getPhoneId(), service.codeOf(NUMBER, 1));
        login(NUMBER);
        guessWrong(login.getPhoneId(), service.codeOf(NUMBER, 2));

        var locked = get(login.getUserId());

        assertThat(locked.getIsLocked()).isTrue();
        assertThat(locked.getLockCreatedAt().getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond());
        assertThat(locked.getLockExpiresAt().getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond() + 3600);
    }

    @Test
    void userWithAnotherPhoneToLogInWithIsNotLocked() {
        var first = login(NUMBER);
        var session = authenticate(first, NUMBER, 1).getSessionToken();
        var second = prove(OTHER_NUMBER, session).getMethodId();
        for (var message = 2; message <= 3; message++) {
            login(OTHER_NUMBER);
            guessWrong(second, service.codeOf(OTHER_NUMBER, message));
        }
        assertThat(reasonOf(() -> login(OTHER_NUMBER))).isEqualTo("USER_LOCK_LIMIT_REACHED");

        assertThat(get(first.getUserId()).getIsLocked()).isFalse();
        login(NUMBER);
        assertThat(authenticate(first, NUMBER, 2).getUser().getIsLocked()).isFalse();

        service.clock.advance(Duration.ofMinutes(10));
        for (var message = 3; message <= 4; message++) {
            login(NUMBER);
            guessWrong(first.getPhoneId(), service.codeOf(NUMBER, message));
        }
        var locked = get(first.getUserId());
        assertThat(locked.getIsLocked()).isTrue();
        assertThat(locked.getLockCreatedAt().getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond());
        assertThat(locked.getLockExpiresAt().getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond() + 3000);

        service.clock.advance(Duration.ofMinutes(50));
        assertThat(get(first.getUserId()).getIsLocked()).isFalse();
        login(OTHER_NUMBER);
    }

    @Test
    void userIsToldInOneFormTwice() {
        assertThat(GetUserResponse.getDescriptor().toProto().getFieldList())
                .isEqualTo(User.getDescriptor().toProto().getFieldList());
    }

    private CreateUserResponse create(Consumer<CreateUserRequest.Builder> wish) {
        var request = CreateUserRequest.newBuilder().setPhoneNumber(NUMBER);
        wish.accept(request);
        return service.users().createUser(request.build());
    }

    private UpdateUserResponse update(String user, Consumer<UpdateUserRequest.Builder> change) {
        var request = UpdateUserRequest.newBuilder().setUserId(user);
        change.accept(request);
        return service.users().updateUser(request.build());
    }

    private GetUserResponse get(String user) {
        return service.users()
                .getUser(GetUserRequest.newBuilder().setUserId(user).build());
    }

    private static User sameAs(GetUserResponse user) {
        try {
            return User.parseFrom(user.toByteString());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private User deletePhone(String phone) {
        return service.users()
                .deletePhoneNumber(
                        DeletePhoneNumberRequest.newBuilder().setPhoneId(phone).build())
                .getUser();
    }

    private User exchange(String user, String number) {
        return service.users()
                .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                        .setUserId(user)
                        .setPhoneNumber(number)
                        .build())
                .getUser();
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private AuthenticateResponse authenticate(LoginOrCreateBySmsResponse login, String number, int messages) {
        return authenticate(login.getPhoneId(), service.codeOf(number, messages));
    }

    private AuthenticateResponse authenticate(String phone, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    /// Attaches a number to the user of a session, which then rests on it, too.
    private AuthenticateResponse prove(String number, String session) {
        var sent = service.passcodes()
                .sendBySms(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setSessionToken(session)
                        .build());
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(sent.getPhoneId())
                        .setCode(service.codeOf(number, 1))
                        .setSessionToken(session)
                        .build());
    }

    private void guessWrong(String phone, String code) {
        for (var guess = 0; guess < 5; guess++) {
            assertThat(reasonOf(() -> authenticate(phone, code.equals("111111") ? "222222" : "111111")))
                    .isEqualTo("OTP_CODE_NOT_FOUND");
        }
    }

    private int sessionsOf(String user) {
        return service.sessions()
                .listSessions(ListSessionsRequest.newBuilder().setUserId(user).build())
                .getSessionsCount();
    }

    private List<String> events(String aggregate) {
        return StoredEvents.of(aggregate, service.jdbcUrl);
    }

    private interface Attempt<R> {
        R make(int i) throws Exception;
    }

    private static <R> List<R> atOnce(int count, Attempt<R> attempt) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = IntStream.range(0, count)
                    .<Callable<R>>mapToObj(i -> () -> attempt.make(i))
                    .toList();
            return threads.invokeAll(attempts).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }

    private static List<String> roles(int count) {
        return IntStream.range(0, count).mapToObj(i -> "role-" + i).toList();
    }

    private static Struct keys(int from, int to) {
        return json(IntStream.range(from, to).boxed().collect(Collectors.toMap(i -> "key" + i, i -> number(i))));
    }

    private static Struct json(Map<String, Value> members) {
        return Struct.newBuilder().putAllFields(members).build();
    }

    private static Value object(Map<String, Value> members) {
        return Value.newBuilder().setStructValue(json(members)).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    private static Value none() {
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }

    private static String reasonOrNone(Runnable call) {
        try {
            call.run();
            return "";
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
    }

    private static String reasonOf(Runnable call) {
        var reason = reasonOrNone(call);
        assertThat(reason).as("The reason of a refusal").isNotEmpty();
        return reason;
    }
}
