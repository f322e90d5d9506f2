package dev.countersign;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.GetJwksRequest;
import dev.countersign.v1.JsonWebKey;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.Session;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Sessions as their callers see them: a real server, a real database, a real stub.
final class SessionCalls implements AutoCloseable {

    static final String NUMBER = "+12025550162";

    final TestService service;

    /// How many messages have gone to [#NUMBER].
    private final AtomicInteger messages = new AtomicInteger();

    SessionCalls(TestService service) {
        this.service = service;
    }

    static SessionCalls onFreshDatabase(EmbeddedPostgres postgres) {
        return new SessionCalls(TestService.onFreshDatabase(postgres));
    }

    interface Wish {
        void add(AuthenticateRequest.Builder request);
    }

    AuthenticateResponse login(int minutes) {
        return login(request -> request.setSessionDurationMinutes(minutes));
    }

    AuthenticateResponse login(Wish wish) {
        var started = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build());
        var request = AuthenticateRequest.newBuilder()
                .setMethodId(started.getPhoneId())
                .setCode(service.codeOf(NUMBER, messages.incrementAndGet()));
        wish.add(request);
        return service.passcodes().authenticate(request.build());
    }

    AuthenticateSessionResponse byToken(String token) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionToken(token));
    }

    AuthenticateSessionResponse byJwt(String jwt) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionJwt(jwt));
    }

    AuthenticateSessionResponse check(AuthenticateSessionRequest.Builder request) {
        return service.sessions().authenticateSession(request.build());
    }

    void revoke(RevokeSessionRequest.Builder request) {
        service.sessions().revokeSession(request.build());
    }

    List<Session> sessionsOf(String user) {
        return service.sessions()
                .listSessions(ListSessionsRequest.newBuilder().setUserId(user).build())
                .getSessionsList();
    }

    List<JsonWebKey> keysOf(String project) {
        return service.anonymousSessions()
                .getJwks(GetJwksRequest.newBuilder().setProjectId(project).build())
                .getKeysList();
    }

    RSAKey published(String kid) {
        var key = keysOf(service.secret.project().value()).stream()
                .filter(one -> one.getKid().equals(kid))
                .findFirst()
                .orElseThrow();
        return new RSAKey.Builder(Base64URL.from(key.getN()), Base64URL.from(key.getE())).build();
    }

    static Struct claims(Map<String, Value> claims) {
        return Struct.newBuilder().putAllFields(claims).build();
    }

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    static String reasonOf(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
        throw new AssertionError("The call was not refused.");
    }

    @Override
    public void close() throws InterruptedException {
        service.close();
    }
}
