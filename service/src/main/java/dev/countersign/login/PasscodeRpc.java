package dev.countersign.login;

import dev.countersign.passcode.Candidate;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendBySmsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/// `PasscodeService`, translated.
public final class PasscodeRpc extends PasscodeServiceGrpc.PasscodeServiceImplBase {

    private final PhoneLogin login;
    private final PhoneVerification verification;
    private final UserView users;
    private final SessionView sessions;
    private final SessionArguments sessionArguments;
    private final PasscodePolicy policy;

    public PasscodeRpc(
            PhoneLogin login,
            PhoneVerification verification,
            UserView users,
            SessionView sessions,
            SessionArguments sessionArguments,
            PasscodePolicy policy) {
        this.login = login;
        this.verification = verification;
        this.users = users;
        this.sessions = sessions;
        this.sessionArguments = sessionArguments;
        this.policy = policy;
    }

    @Override
    public void loginOrCreateBySms(
            LoginOrCreateBySmsRequest request, StreamObserver<LoginOrCreateBySmsResponse> responses) {
        var started = login.start(
                Caller.current(),
                new StartLogin(
                        number(request.getPhoneNumber()),
                        policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                        attributes(request.getAttributes()),
                        Optional.of(request.getCreateUserAsPending() ? UserStatus.PENDING : UserStatus.ACTIVE)));
        responses.onNext(LoginOrCreateBySmsResponse.newBuilder()
                .setUserId(started.userId().value())
                .setPhoneId(started.phoneId().value())
                .setUserCreated(started.userCreated())
                .build());
        responses.onCompleted();
    }

    @Override
    public void sendBySms(SendBySmsRequest request, StreamObserver<SendBySmsResponse> responses) {
        var started = login.start(
                Caller.current(),
                new StartLogin(
                        number(request.getPhoneNumber()),
                        policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                        attributes(request.getAttributes()),
                        Optional.empty()));
        responses.onNext(SendBySmsResponse.newBuilder()
                .setUserId(started.userId().value())
                .setPhoneId(started.phoneId().value())
                .build());
        responses.onCompleted();
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> responses) {
        var caller = Caller.current();
        var proven = verification.finish(
                caller,
                new FinishLogin(
                        phoneId(request.getMethodId()),
                        new Candidate(request.getCode()),
                        attributes(request.getAttributes()),
                        session(caller.project(), request)));
        var answer = AuthenticateResponse.newBuilder()
                .setUserId(proven.owner().userId().value())
                .setMethodId(proven.phoneId().value())
                .setUser(users.loggedIn(proven.owner(), proven.phones()));
        proven.session()
                .map(sessions::shown)
                .ifPresent(shown -> answer.setSession(shown.session())
                        .setSessionToken(shown.token())
                        .setSessionJwt(shown.jwt()));
        responses.onNext(answer.build());
        responses.onCompleted();
    }

    private SessionWish session(ProjectId project, AuthenticateRequest request) {
        var wish = sessionArguments.wish(
                sessionArguments.reference(project, request.getSessionToken(), request.getSessionJwt()),
                request.hasSessionDurationMinutes(),
                request.getSessionDurationMinutes(),
                request.getSessionCustomClaims());
        if (wish.isSession()) {
            sessions.prepare(project);
        }
        return wish;
    }

    private static PhoneNumber number(String text) {
        return PhoneNumber.parse(text).orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));
    }

    private static PhoneId phoneId(String text) {
        try {
            return new PhoneId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_METHOD_ID);
        }
    }

    private PasscodePolicy policy(boolean asked, int minutes) {
        return asked ? new PasscodePolicy(policy.digits(), Duration.ofMinutes(minutes), policy.attempts()) : policy;
    }

    private static dev.countersign.privacy.Attributes attributes(Attributes attributes) {
        return new dev.countersign.privacy.Attributes(attributes.getIpAddress(), attributes.getUserAgent());
    }
}
