package dev.countersign.signedin;

import dev.countersign.idempotency.Once;
import dev.countersign.jwt.SigningKey;
import dev.countersign.jwt.SigningKeys;
import dev.countersign.login.LiveSession;
import dev.countersign.login.Origins;
import dev.countersign.login.Sandbox;
import dev.countersign.login.SandboxView;
import dev.countersign.login.SessionArguments;
import dev.countersign.login.SessionView;
import dev.countersign.login.SessionWish;
import dev.countersign.login.UserArguments;
import dev.countersign.login.UserView;
import dev.countersign.project.ProjectId;
import dev.countersign.revocation.RevocationWatches;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference;
import dev.countersign.session.SessionReference.ById;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.GetJwksRequest;
import dev.countersign.v1.GetJwksResponse;
import dev.countersign.v1.JsonWebKey;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.ListSessionsResponse;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.RevokeSessionResponse;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.WatchRevocationsRequest;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.stream.Stream;

/// `SessionService`, translated.
public final class SessionRpc extends SessionServiceGrpc.SessionServiceImplBase {

    private final SessionChecks sessions;
    private final SessionArguments arguments;
    private final SessionView view;
    private final UserView users;
    private final SigningKeys keys;
    private final RevocationWatches watches;
    private final Sandbox sandbox;
    private final SandboxView sandboxView;
    private final Once once;

    public SessionRpc(
            SessionChecks sessions,
            SessionArguments arguments,
            SessionView view,
            UserView users,
            SigningKeys keys,
            RevocationWatches watches,
            Sandbox sandbox,
            SandboxView sandboxView,
            Once once) {
        this.sessions = sessions;
        this.arguments = arguments;
        this.view = view;
        this.users = users;
        this.keys = keys;
        this.watches = watches;
        this.sandbox = sandbox;
        this.sandboxView = sandboxView;
        this.once = once;
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> responses) {
        var answer = ListSessionsResponse.newBuilder();
        for (var session : sessions.list(Caller.current(), UserArguments.reference(request.getUserId()))) {
            answer.addSessions(view.of(session));
        }
        responses.onNext(answer.build());
        responses.onCompleted();
    }

    @Override
    public void authenticateSession(
            AuthenticateSessionRequest request, StreamObserver<AuthenticateSessionResponse> responses) {
        refuseAuthorization(request);
        var caller = Caller.current();
        var given = arguments.reference(caller.project(), request.getSessionToken(), request.getSessionJwt());
        var reference = given.orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_NO_SESSION_ARGUMENTS));
        var wish = arguments.wish(
                given,
                request.hasSessionDurationMinutes(),
                request.getSessionDurationMinutes(),
                request.getSessionCustomClaims());
        var inSandbox = sandbox.find(caller.project(), reference, wish);
        responses.onNext(
                inSandbox.isPresent() ? sandboxView.check(inSandbox.get()) : checked(caller, request, reference, wish));
        responses.onCompleted();
    }

    /// A session alone gives nobody the right that is asked for, and nothing here could.
    private static void refuseAuthorization(AuthenticateSessionRequest request) {
        if (request.hasAuthorizationCheck()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_CONSUMER_SESSION_AUTHORIZATION_ERROR);
        }
    }

    private AuthenticateSessionResponse checked(
            Caller caller, AuthenticateSessionRequest request, SessionReference reference, SessionWish wish) {
        var isSigned = !request.getOmitSessionJwt();
        if (isSigned) {
            view.prepare(caller.project());
        }
        return once.answer(
                Origins.of(caller),
                request,
                AuthenticateSessionResponse.getDefaultInstance(),
                kept -> sessions.refuseDead(caller, reference),
                () -> answer(sessions.check(caller, reference, wish), request.getSessionToken(), isSigned));
    }

    private AuthenticateSessionResponse answer(LiveSession session, String token, boolean isSigned) {
        var shown = view.shown(session, token, isSigned);
        return AuthenticateSessionResponse.newBuilder()
                .setSession(shown.session())
                .setSessionToken(shown.token())
                .setSessionJwt(shown.jwt())
                .setUser(users.loggedIn(session.owner(), session.phones()))
                .build();
    }

    @Override
    public void revokeSession(RevokeSessionRequest request, StreamObserver<RevokeSessionResponse> responses) {
        var caller = Caller.current();
        var answer = RevokeSessionResponse.getDefaultInstance();
        responses.onNext(once.answer(Origins.of(caller), request, answer, () -> {
            sessions.revoke(caller, toRevoke(caller.project(), request));
            return answer;
        }));
        responses.onCompleted();
    }

    @Override
    public void watchRevocations(WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> responses) {
        watches.watch(Caller.current(), request.getResumeToken(), (ServerCallStreamObserver<WatchRevocationsResponse>)
                responses);
    }

    @Override
    public void getJwks(GetJwksRequest request, StreamObserver<GetJwksResponse> responses) {
        var answer = GetJwksResponse.newBuilder();
        for (var key : keys.published(ProjectId.parse(request.getProjectId()))) {
            answer.addKeys(message(key));
        }
        responses.onNext(answer.build());
        responses.onCompleted();
    }

    private SessionReference toRevoke(ProjectId project, RevokeSessionRequest request) {
        var given = Stream.of(request.getSessionId(), request.getSessionToken(), request.getSessionJwt())
                .filter(text -> !text.isEmpty())
                .count();
        if (given > 1) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_SESSION_REVOKE_ARGUMENTS);
        }
        return request.getSessionId().isEmpty()
                ? arguments
                        .reference(project, request.getSessionToken(), request.getSessionJwt())
                        .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_NO_SESSION_REVOKE_ARGUMENTS))
                : byId(request.getSessionId());
    }

    private static SessionReference byId(String id) {
        try {
            return new ById(SessionId.parse(id));
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND);
        }
    }

    private static JsonWebKey message(SigningKey key) {
        return JsonWebKey.newBuilder()
                .setKty("RSA")
                .setUse("sig")
                .addKeyOps("verify")
                .setAlg("RS256")
                .setKid(key.id())
                .setN(key.modulus())
                .setE(key.exponent())
                .build();
    }
}
