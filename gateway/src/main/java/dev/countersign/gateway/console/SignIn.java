package dev.countersign.gateway.console;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.gateway.Credentials;
import dev.countersign.gateway.Envelope;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.RequestBody;
import dev.countersign.gateway.ServiceCalls;
import dev.countersign.gateway.ServiceRefusal;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.GetAuditorRequest;
import dev.countersign.v1.GetAuditorResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Coming and going.
///
///     POST   /console/api/session   {project_id, secret}   signs in
///     GET    /console/api/session                          tells who is signed in
///     DELETE /console/api/session                          signs out
///
/// @param isOidc whether an identity provider may vouch for people, too
record SignIn(ServiceCalls calls, RequestBody body, Visits visits, SignInLimit limit, boolean isOidc) {
    private static final Pattern PROJECT = Pattern.compile("project-(test|live)-[0-9a-f-]{36}");
    private static final int LONGEST_SECRET = 200;

    Reply signIn(HttpCall call) throws IOException {
        var asked = Members.read(body, call);
        var project = asked.text("project_id").strip();
        var secret = asked.text("secret").strip();
        if (!PROJECT.matcher(project).matches()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_PROJECT_ID_AUTHENTICATION);
        }
        if (secret.isEmpty() || secret.length() > LONGEST_SECRET) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS);
        }
        var address = call.client();
        limit.take(address);
        var credentials = Credentials.of(project, secret);
        var reply = begin(credentials, rights(credentials, call), "", call);
        limit.giveBack(address);
        return reply;
    }

    /// What the service says that these credentials are good for. Throws [Refusal] if that is nothing here.
    GetAuditorResponse rights(Credentials credentials, HttpCall call) {
        try {
            return AuditServiceGrpc.newBlockingStub(calls.as(credentials, call))
                    .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                    .getAuditor(GetAuditorRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            if (ServiceRefusal.of(e).reason().anonymous()) {
                // Without the header that makes a browser ask for a password by itself.
                throw Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS);
            }
            throw e;
        }
    }

    Reply begin(Credentials credentials, GetAuditorResponse rights, String name, HttpCall call) {
        return (response, callback) -> {
            var auditor = visits.begin(credentials, rights, name, call.request(), response);
            Envelope.of(told(auditor), call.id()).send(response, callback);
        };
    }

    Reply whoIsSignedIn(HttpCall call) {
        return Envelope.of(visits.find(call.request()).map(this::told).orElseGet(this::nobody), call.id());
    }

    Reply signOut(HttpCall call) {
        visits.end(call.request());
        return Envelope.of(nobody(), call.id());
    }

    private Struct told(Auditor auditor) {
        return common(true)
                .putFields("project_id", text(auditor.rights().getProjectId()))
                .putFields("secret_id", text(auditor.rights().getSecretId()))
                .putFields("may_reveal", flag(auditor.rights().getMayReveal()))
                .putFields("name", text(auditor.name()))
                // Time left rather than a moment: the browser's clock may be wrong.
                .putFields(
                        "expires_in_seconds",
                        number(auditor.left(visits.clock().instant()).toSeconds()))
                .putFields("idle_seconds", number(visits.config().idleTimeout().toSeconds()))
                .build();
    }

    private Struct nobody() {
        return common(false).build();
    }

    private Struct.Builder common(boolean signedIn) {
        return Struct.newBuilder().putFields("signed_in", flag(signedIn)).putFields("oidc", flag(isOidc));
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private static Value flag(boolean value) {
        return Value.newBuilder().setBoolValue(value).build();
    }

    private static Value number(long value) {
        return Value.newBuilder().setNumberValue(value).build();
    }
}
