package dev.countersign.people;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.countersign.idempotency.Once;
import dev.countersign.login.KnownUser;
import dev.countersign.login.Origins;
import dev.countersign.login.StructMessage;
import dev.countersign.login.UserArguments;
import dev.countersign.login.UserView;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.ExternalId;
import dev.countersign.user.Metadata;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import dev.countersign.user.UserReference.ById;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteBiometricRegistrationRequest;
import dev.countersign.v1.DeleteBiometricRegistrationResponse;
import dev.countersign.v1.DeleteCryptoWalletRequest;
import dev.countersign.v1.DeleteCryptoWalletResponse;
import dev.countersign.v1.DeleteEmailRequest;
import dev.countersign.v1.DeleteEmailResponse;
import dev.countersign.v1.DeleteExternalIdRequest;
import dev.countersign.v1.DeleteExternalIdResponse;
import dev.countersign.v1.DeleteOauthRegistrationRequest;
import dev.countersign.v1.DeleteOauthRegistrationResponse;
import dev.countersign.v1.DeletePasswordRequest;
import dev.countersign.v1.DeletePasswordResponse;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeletePhoneNumberResponse;
import dev.countersign.v1.DeleteTotpRequest;
import dev.countersign.v1.DeleteTotpResponse;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.DeleteUserResponse;
import dev.countersign.v1.DeleteWebauthnRegistrationRequest;
import dev.countersign.v1.DeleteWebauthnRegistrationResponse;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.ExchangePrimaryFactorResponse;
import dev.countersign.v1.GetUserRequest;
import dev.countersign.v1.GetUserResponse;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.SearchUsersResponse;
import dev.countersign.v1.SearchUsersResultsMetadata;
import dev.countersign.v1.UpdateUserRequest;
import dev.countersign.v1.UpdateUserResponse;
import dev.countersign.v1.UserServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `UserService`, translated.
public final class UserRpc extends UserServiceGrpc.UserServiceImplBase {

    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int MOST_ROLES = 32;
    private static final int USUAL_LIMIT = 100;
    private static final int NOT_COUNTED = -1;

    /// A page ends with the user who reaches it. Below the 4 MiB that gRPC's clients read unless told otherwise,
    /// with room for one more user: the largest metadata, names and roles take a twentieth of a megabyte, and each
    /// phone a hundred bytes.
    private static final int PAGE_BYTES = 3_000_000;

    private final Users users;
    private final Phones phones;
    private final UserSearch search;
    private final UserView view;
    private final Once once;

    public UserRpc(Users users, Phones phones, UserSearch search, UserView view, Once once) {
        this.users = users;
        this.phones = phones;
        this.search = search;
        this.view = view;
        this.once = once;
    }

    @Override
    public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> responses) {
        answerOnce(responses, request, CreateUserResponse.getDefaultInstance(), kept -> find(kept.getUserId()), () -> {
            var user = users.create(Caller.current(), wish(request));
            return CreateUserResponse.newBuilder()
                    .setUserId(id(user))
                    .setStatus(user.owner().status().text())
                    .setPhoneId(user.phones().getFirst().phoneId().value())
                    .setUser(view.of(user))
                    .build();
        });
    }

    private static NewUser wish(CreateUserRequest request) {
        if (request.getPhoneNumber().isEmpty()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_CREATE_USER_REQUEST);
        }
        return new NewUser(
                number(request.getPhoneNumber()),
                request.getCreateUserAsPending() ? UserStatus.PENDING : UserStatus.ACTIVE,
                new ProfileChange(
                        first(request.getName()),
                        middle(request.getName()),
                        last(request.getName()),
                        Metadata.of(StructMessage.map(request.getTrustedMetadata(), "trusted_metadata")),
                        Metadata.of(StructMessage.map(request.getUntrustedMetadata(), "untrusted_metadata")),
                        externalId(request.getExternalId()),
                        Optional.of(roles(request.getRolesList()))));
    }

    @Override
    public void getUser(GetUserRequest request, StreamObserver<GetUserResponse> responses) {
        var user = view.of(users.get(Caller.current(), UserArguments.reference(request.getUserId())));
        try {
            // The two have the same members, under the same numbers.
            answer(responses, GetUserResponse.parseFrom(user.toByteString()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A user is told in two forms", e);
        }
    }

    @Override
    public void searchUsers(SearchUsersRequest request, StreamObserver<SearchUsersResponse> responses) {
        var patience = Patience.ofThisCall();
        var page = search.search(
                Caller.current().project(),
                FilterReader.read(request.getQuery()),
                request.getCursor(),
                request.getLimit() == 0 ? USUAL_LIMIT : request.getLimit(),
                patience);
        var answer = SearchUsersResponse.newBuilder();
        var next = page.next();
        var bytes = 0;
        for (var user : page.users()) {
            if (bytes >= PAGE_BYTES) {
                next = Optional.of(search.cursorBehind(
                        Caller.current().project(), page.users().get(answer.getResultsCount() - 1)));
                break;
            }
            patience.check();
            var shown = view.of(user);
            bytes += shown.getSerializedSize();
            answer.addResults(shown);
        }
        var metadata =
                SearchUsersResultsMetadata.newBuilder().setTotal(page.total().orElse(NOT_COUNTED));
        next.ifPresent(metadata::setNextCursor);
        answer(responses, answer.setResultsMetadata(metadata).build());
    }

    @Override
    public void updateUser(UpdateUserRequest request, StreamObserver<UpdateUserResponse> responses) {
        answerOnce(responses, request, UpdateUserResponse.getDefaultInstance(), kept -> find(kept.getUserId()), () -> {
            var user = users.update(Caller.current(), UserArguments.reference(request.getUserId()), change(request));
            var shown = view.of(user);
            return UpdateUserResponse.newBuilder()
                    .setUserId(id(user))
                    .addAllPhoneNumbers(shown.getPhoneNumbersList())
                    .setUser(shown)
                    .build();
        });
    }

    private static ProfileChange change(UpdateUserRequest request) {
        var roles = roles(request.getRolesList());
        return new ProfileChange(
                first(request.getName()),
                middle(request.getName()),
                last(request.getName()),
                Metadata.of(StructMessage.map(request.getTrustedMetadata(), "trusted_metadata")),
                Metadata.of(StructMessage.map(request.getUntrustedMetadata(), "untrusted_metadata")),
                externalId(request.getExternalId()),
                roles.isEmpty() && !request.getClearRoles() ? Optional.empty() : Optional.of(roles));
    }

    @Override
    public void deleteUser(DeleteUserRequest request, StreamObserver<DeleteUserResponse> responses) {
        answerOnce(responses, request, DeleteUserResponse.getDefaultInstance(), kept -> {}, () -> {
            var erased = users.erase(Caller.current(), UserArguments.reference(request.getUserId()));
            return DeleteUserResponse.newBuilder().setUserId(erased.value()).build();
        });
    }

    @Override
    public void deletePhoneNumber(
            DeletePhoneNumberRequest request, StreamObserver<DeletePhoneNumberResponse> responses) {
        answerOnce(
                responses,
                request,
                DeletePhoneNumberResponse.getDefaultInstance(),
                kept -> find(kept.getUserId()),
                () -> {
                    var user = phones.remove(Caller.current(), phoneId(request.getPhoneId()));
                    return DeletePhoneNumberResponse.newBuilder()
                            .setUserId(id(user))
                            .setUser(view.of(user))
                            .build();
                });
    }

    @Override
    public void deleteExternalId(DeleteExternalIdRequest request, StreamObserver<DeleteExternalIdResponse> responses) {
        answerOnce(
                responses,
                request,
                DeleteExternalIdResponse.getDefaultInstance(),
                kept -> find(kept.getUserId()),
                () -> {
                    var user = users.removeExternalId(Caller.current(), UserArguments.reference(request.getUserId()));
                    return DeleteExternalIdResponse.newBuilder()
                            .setUserId(id(user))
                            .setUser(view.of(user))
                            .build();
                });
    }

    @Override
    public void exchangePrimaryFactor(
            ExchangePrimaryFactorRequest request, StreamObserver<ExchangePrimaryFactorResponse> responses) {
        answerOnce(
                responses,
                request,
                ExchangePrimaryFactorResponse.getDefaultInstance(),
                kept -> find(kept.getUserId()),
                () -> {
                    if (request.getPhoneNumber().isEmpty()) {
                        throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_EXCHANGE_PRIMARY_FACTOR_FIELDS);
                    }
                    var user = phones.exchange(
                            Caller.current(),
                            UserArguments.reference(request.getUserId()),
                            number(request.getPhoneNumber()));
                    return ExchangePrimaryFactorResponse.newBuilder()
                            .setUserId(id(user))
                            .setUser(view.of(user))
                            .build();
                });
    }

    @Override
    public void deleteEmail(DeleteEmailRequest request, StreamObserver<DeleteEmailResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_EMAIL_NOT_FOUND);
    }

    @Override
    public void deleteWebauthnRegistration(
            DeleteWebauthnRegistrationRequest request, StreamObserver<DeleteWebauthnRegistrationResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_WEBAUTHN_REGISTRATION_NOT_FOUND);
    }

    @Override
    public void deleteBiometricRegistration(
            DeleteBiometricRegistrationRequest request, StreamObserver<DeleteBiometricRegistrationResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_BIOMETRIC_REGISTRATION_NOT_FOUND);
    }

    @Override
    public void deleteTotp(DeleteTotpRequest request, StreamObserver<DeleteTotpResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_TOTP_NOT_FOUND);
    }

    @Override
    public void deleteCryptoWallet(
            DeleteCryptoWalletRequest request, StreamObserver<DeleteCryptoWalletResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_CRYPTO_WALLET_NOT_FOUND);
    }

    @Override
    public void deletePassword(DeletePasswordRequest request, StreamObserver<DeletePasswordResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_PASSWORD_NOT_FOUND);
    }

    @Override
    public void deleteOauthRegistration(
            DeleteOauthRegistrationRequest request, StreamObserver<DeleteOauthRegistrationResponse> responses) {
        throw Refusal.of(ErrorReason.ERROR_REASON_OAUTH_USER_REGISTRATION_NOT_FOUND);
    }

    /// @param stillTrue as in [Once#answer]
    private <A extends Message> void answerOnce(
            StreamObserver<A> responses, Message request, A prototype, Consumer<A> stillTrue, Supplier<A> work) {
        answer(responses, once.answer(Origins.of(Caller.current()), request, prototype, stillTrue, work));
    }

    private KnownUser find(String id) {
        return users.get(Caller.current(), new ById(new UserId(id)));
    }

    private static <R> void answer(StreamObserver<R> responses, R response) {
        responses.onNext(response);
        responses.onCompleted();
    }

    private static String id(KnownUser user) {
        return user.owner().userId().value();
    }

    private static PhoneNumber number(String text) {
        return PhoneNumber.parse(text).orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));
    }

    private static PhoneId phoneId(String text) {
        try {
            return PhoneId.parse(text);
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND);
        }
    }

    private static Optional<ExternalId> externalId(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(ExternalId.given(text));
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_ARGUMENT).with("field", "external_id");
        }
    }

    private static List<String> roles(List<String> roles) {
        if (roles.size() > MOST_ROLES) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_ROLES);
        }
        if (!roles.stream().allMatch(role -> ROLE.matcher(role).matches())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_ROLE);
        }
        return roles.stream().distinct().toList();
    }

    private static Optional<String> first(NameChange name) {
        return name.hasFirstName() ? Optional.of(name.getFirstName()) : Optional.empty();
    }

    private static Optional<String> middle(NameChange name) {
        return name.hasMiddleName() ? Optional.of(name.getMiddleName()) : Optional.empty();
    }

    private static Optional<String> last(NameChange name) {
        return name.hasLastName() ? Optional.of(name.getLastName()) : Optional.empty();
    }
}
