package dev.countersign.login;

import com.google.protobuf.Message;
import dev.countersign.idempotency.Once;
import dev.countersign.passcode.Candidate;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
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
import java.util.function.Consumer;
import java.util.function.Function;

/// `PasscodeService`, translated.
public final class PasscodeRpc extends PasscodeServiceGrpc.PasscodeServiceImplBase {

    private final PhoneLogin login;
    private final PhoneVerification verification;
    private final UserView users;
    private final SessionView sessions;
    private final SessionArguments sessionArguments;
    private final StartArguments arguments;
    private final Sandbox sandbox;
    private final SandboxView sandboxView;
    private final StillTrue stillTrue;
    private final Once once;

    public PasscodeRpc(
            PhoneLogin login,
            PhoneVerification verification,
            UserView users,
            SessionView sessions,
            SessionArguments sessionArguments,
            PasscodePolicy policy,
            Sandbox sandbox,
            SandboxView sandboxView,
            StillTrue stillTrue,
            Once once) {
        this.login = login;
        this.verification = verification;
        this.users = users;
        this.sessions = sessions;
        this.sessionArguments = sessionArguments;
        this.arguments = new StartArguments(policy, sessionArguments);
        this.sandbox = sandbox;
        this.sandboxView = sandboxView;
        this.stillTrue = stillTrue;
        this.once = once;
    }

    @Override
    public void loginOrCreateBySms(
            LoginOrCreateBySmsRequest request, StreamObserver<LoginOrCreateBySmsResponse> responses) {
        answer(
                responses,
                request,
                LoginOrCreateBySmsResponse.getDefaultInstance(),
                kept -> refuseOver(kept.getUserId(), kept.getPhoneId()),
                caller -> {
                    var started = start(caller, arguments.of(request));
                    return LoginOrCreateBySmsResponse.newBuilder()
                            .setUserId(started.userId().value())
                            .setPhoneId(started.phoneId().value())
                            .setUserCreated(started.userCreated())
                            .build();
                });
    }

    @Override
    public void sendBySms(SendBySmsRequest request, StreamObserver<SendBySmsResponse> responses) {
        answer(
                responses,
                request,
                SendBySmsResponse.getDefaultInstance(),
                kept -> refuseOver(kept.getUserId(), kept.getPhoneId()),
                caller -> {
                    var started = start(caller, arguments.of(caller.project(), request));
                    return SendBySmsResponse.newBuilder()
                            .setUserId(started.userId().value())
                            .setPhoneId(started.phoneId().value())
                            .build();
                });
    }

    @Override
    public void loginOrCreateByWhatsapp(
            LoginOrCreateByWhatsappRequest request, StreamObserver<LoginOrCreateByWhatsappResponse> responses) {
        answer(
                responses,
                request,
                LoginOrCreateByWhatsappResponse.getDefaultInstance(),
                kept -> refuseOver(kept.getUserId(), kept.getPhoneId()),
                caller -> {
                    var started = start(caller, arguments.of(request));
                    return LoginOrCreateByWhatsappResponse.newBuilder()
                            .setUserId(started.userId().value())
                            .setPhoneId(started.phoneId().value())
                            .setUserCreated(started.userCreated())
                            .build();
                });
    }

    @Override
    public void sendByWhatsapp(SendByWhatsappRequest request, StreamObserver<SendByWhatsappResponse> responses) {
        answer(
                responses,
                request,
                SendByWhatsappResponse.getDefaultInstance(),
                kept -> refuseOver(kept.getUserId(), kept.getPhoneId()),
                caller -> {
                    var started = start(caller, arguments.of(caller.project(), request));
                    return SendByWhatsappResponse.newBuilder()
                            .setUserId(started.userId().value())
                            .setPhoneId(started.phoneId().value())
                            .build();
                });
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> responses) {
        answer(
                responses,
                request,
                AuthenticateResponse.getDefaultInstance(),
                kept -> refuseOver(request, kept),
                caller -> authenticated(caller, request));
    }

    private StartedLogin start(Caller caller, StartLogin wish) {
        return sandbox.start(caller.project(), wish.number()).orElseGet(() -> login.start(caller, wish));
    }

    private AuthenticateResponse authenticated(Caller caller, AuthenticateRequest request) {
        var attempt = attempt(caller, request);
        return sandbox.finish(caller.project(), attempt, request.getCode())
                .map(sandboxView::login)
                .orElseGet(() -> shown(verification.finish(caller, attempt)));
    }

    private FinishLogin attempt(Caller caller, AuthenticateRequest request) {
        return new FinishLogin(
                phoneId(request.getMethodId()),
                new Candidate(request.getCode()),
                StartArguments.seen(request.getAttributes()),
                new MatchRequired(
                        request.getOptions().getIpMatchRequired(),
                        request.getOptions().getUserAgentMatchRequired()),
                session(caller.project(), request));
    }

    private AuthenticateResponse shown(ProvenLogin proven) {
        var answer = AuthenticateResponse.newBuilder()
                .setUserId(proven.owner().userId().value())
                .setMethodId(proven.phoneId().value())
                .setUser(users.loggedIn(proven.owner(), proven.phones()));
        proven.session()
                .map(sessions::shown)
                .ifPresent(shown -> answer.setSession(shown.session())
                        .setSessionToken(shown.token())
                        .setSessionJwt(shown.jwt()));
        return answer.build();
    }

    private void refuseOver(String user, String phone) {
        stillTrue.start(new UserId(user), new PhoneId(phone));
    }

    private void refuseOver(AuthenticateRequest request, AuthenticateResponse kept) {
        stillTrue.proof(new UserId(kept.getUserId()), new PhoneId(kept.getMethodId()));
        if (kept.hasSession()) {
            var wasGiven = !request.getSessionToken().isEmpty()
                    || !request.getSessionJwt().isEmpty();
            var session = new SessionId(kept.getSession().getSessionId());
            stillTrue.session(Caller.current().project(), session, wasGiven);
        }
    }

    private <A extends Message> void answer(
            StreamObserver<A> responses,
            Message request,
            A prototype,
            Consumer<A> refuseOver,
            Function<Caller, A> work) {
        var caller = Caller.current();
        responses.onNext(once.answer(Origins.of(caller), request, prototype, refuseOver, () -> work.apply(caller)));
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
