package dev.countersign.login;

import dev.countersign.passcode.Candidate;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneId;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappResponse;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendBySmsResponse;
import dev.countersign.v1.SendByWhatsappRequest;
import dev.countersign.v1.SendByWhatsappResponse;
import io.grpc.stub.StreamObserver;

/// `PasscodeService`, translated.
public final class PasscodeRpc extends PasscodeServiceGrpc.PasscodeServiceImplBase {

    private final PhoneLogin login;
    private final PhoneVerification verification;
    private final UserView users;
    private final SessionView sessions;
    private final SessionArguments sessionArguments;
    private final StartArguments arguments;

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
        this.arguments = new StartArguments(policy);
    }

    @Override
    public void loginOrCreateBySms(
            LoginOrCreateBySmsRequest request, StreamObserver<LoginOrCreateBySmsResponse> responses) {
        var started = login.start(Caller.current(), arguments.of(request));
        responses.onNext(LoginOrCreateBySmsResponse.newBuilder()
                .setUserId(started.userId().value())
                .setPhoneId(started.phoneId().value())
                .setUserCreated(started.userCreated())
                .build());
        responses.onCompleted();
    }

    @Override
    public void sendBySms(SendBySmsRequest request, StreamObserver<SendBySmsResponse> responses) {
        var started = login.start(Caller.current(), arguments.of(request));
        responses.onNext(SendBySmsResponse.newBuilder()
                .setUserId(started.userId().value())
                .setPhoneId(started.phoneId().value())
                .build());
        responses.onCompleted();
    }

    @Override
    public void loginOrCreateByWhatsapp(
            LoginOrCreateByWhatsappRequest request, StreamObserver<LoginOrCreateByWhatsappResponse> responses) {
        var started = login.start(Caller.current(), arguments.of(request));
        responses.onNext(LoginOrCreateByWhatsappResponse.newBuilder()
                .setUserId(started.userId().value())
                .setPhoneId(started.phoneId().value())
                .setUserCreated(started.userCreated())
                .build());
        responses.onCompleted();
    }

    @Override
    public void sendByWhatsapp(SendByWhatsappRequest request, StreamObserver<SendByWhatsappResponse> responses) {
        var started = login.start(Caller.current(), arguments.of(request));
        responses.onNext(SendByWhatsappResponse.newBuilder()
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
                        StartArguments.seen(request.getAttributes()),
                        new MatchRequired(
                                request.getOptions().getIpMatchRequired(),
                                request.getOptions().getUserAgentMatchRequired()),
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

    private static PhoneId phoneId(String text) {
        try {
            return new PhoneId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_METHOD_ID);
        }
    }
}
