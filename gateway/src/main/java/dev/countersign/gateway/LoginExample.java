package dev.countersign.gateway;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.Session;
import dev.countersign.v1.SessionServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;

/// The small back end that a page such as `/login` needs, as an example to write one's own by. It holds the secret of
/// the project; the browser sees neither that nor the session's token, which travels in a cookie that scripts cannot
/// read.
///
///     POST   /login/code      {phone_number}       sends a code
///     POST   /login/session   {method_id, code}    logs in
///     GET    /login/session                        tells who is logged in
///     DELETE /login/session                        logs out
///
/// Other sites cannot call it on somebody's behalf: what changes something takes JSON or is a `DELETE`, which a browser
/// sends elsewhere only when asked to, and the cookie stays at home.
///
/// @param project whose users log in here
record LoginExample(Credentials project, ServiceCalls calls, RequestBody body, InstantSource clock) {
    private static final int SESSION_MINUTES = 60;
    private static final int LONGEST_USER_AGENT = 1024;

    List<Route> routes() {
        return List.of(
                route("POST", "/login/code", this::sendCode),
                route("POST", "/login/session", this::logIn),
                route("GET", "/login/session", this::whoIsLoggedIn),
                route("DELETE", "/login/session", this::logOut));
    }

    private Answer sendCode(HttpCall call) throws IOException {
        var asked = read(call, LoginOrCreateBySmsRequest.getDefaultInstance());
        var sent = PasscodeServiceGrpc.newBlockingStub(service(call))
                .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(asked.getPhoneNumber())
                        .setAttributes(attributes(call))
                        .build());
        // Not whether the user is new: whoever types in a number must not learn who has an account.
        return Envelope.of(members("method_id", text(sent.getPhoneId())), call.id());
    }

    private Answer logIn(HttpCall call) throws IOException {
        var asked = read(call, AuthenticateRequest.getDefaultInstance());
        var proven = PasscodeServiceGrpc.newBlockingStub(service(call))
                .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(asked.getMethodId())
                        .setCode(asked.getCode())
                        .setAttributes(attributes(call))
                        .setSessionDurationMinutes(SESSION_MINUTES)
                        .build());
        return loggedIn(proven.getSession(), call)
                .with(SessionCookie.holding(proven.getSessionToken(), call.request()));
    }

    private Answer whoIsLoggedIn(HttpCall call) {
        var token = SessionCookie.of(call.request());
        if (token.isEmpty()) {
            return loggedOut(call);
        }
        try {
            var checked = SessionServiceGrpc.newBlockingStub(service(call))
                    .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                    .authenticateSession(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(token)
                            .build());
            return loggedIn(checked.getSession(), call);
        } catch (StatusRuntimeException e) {
            return ifGone(e, call);
        }
    }

    private Answer logOut(HttpCall call) {
        var token = SessionCookie.of(call.request());
        try {
            if (!token.isEmpty()) {
                var _ = SessionServiceGrpc.newBlockingStub(service(call))
                        .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                        .revokeSession(RevokeSessionRequest.newBuilder()
                                .setSessionToken(token)
                                .build());
            }
            return loggedOut(call);
        } catch (StatusRuntimeException e) {
            return ifGone(e, call);
        }
    }

    /// A session that has ended, here or elsewhere, leaves nobody logged in; any other failure is one.
    private static Answer ifGone(StatusRuntimeException failure, HttpCall call) {
        return switch (failure.getStatus().getCode()) {
            case NOT_FOUND, INVALID_ARGUMENT -> loggedOut(call);
            default -> throw failure;
        };
    }

    private Answer loggedIn(Session session, HttpCall call) {
        if (session.getAuthenticationFactorsCount() == 0) {
            return loggedOut(call);
        }
        var phone = session.getAuthenticationFactors(0).getPhoneNumberFactor().getPhoneNumber();
        var left = (Timestamps.toMillis(session.getExpiresAt()) - clock.millis()) / 1000;
        var members = members("logged_in", Value.newBuilder().setBoolValue(true).build()).toBuilder()
                .putFields("user_id", text(session.getUserId()))
                .putFields("phone_number", text(phone))
                // Time left rather than a moment: the browser's clock may be wrong.
                .putFields(
                        "expires_in_seconds",
                        Value.newBuilder().setNumberValue(left).build());
        return Envelope.of(members.build(), call.id());
    }

    private static Answer loggedOut(HttpCall call) {
        var members =
                members("logged_in", Value.newBuilder().setBoolValue(false).build());
        return Envelope.of(members, call.id()).with(SessionCookie.none(call.request()));
    }

    private Channel service(HttpCall call) {
        return calls.as(project, call);
    }

    @SuppressWarnings("unchecked")
    private <T extends Message> T read(HttpCall call, T form) throws IOException {
        return (T) new RequestReader(form, true, body).read(call);
    }

    /// What the audit trail and the session shall tell of the person's device.
    private static Attributes attributes(HttpCall call) {
        var agent = call.request().getHeaders().get(HttpHeader.USER_AGENT);
        var attributes = Attributes.newBuilder().setIpAddress(call.client());
        if (agent != null) {
            attributes.setUserAgent(agent.substring(0, Math.min(agent.length(), LONGEST_USER_AGENT)));
        }
        return attributes.build();
    }

    private static Struct members(String name, Value value) {
        return Struct.newBuilder().putFields(name, value).build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private static Route route(String method, String path, Endpoint endpoint) {
        return LocalOnly.route(new Route(method, PathTemplate.parse(path), endpoint));
    }
}
