package dev.countersign.rpc;

import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecrets;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.Access;
import dev.countersign.v1.AccessOuterClass;
import dev.countersign.v1.ErrorReason;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets a call in if it carries the credentials of a project, or if its method says that everybody may call it. A
/// method that says nothing needs credentials.
///
/// The secret is taken out of the metadata: nothing behind this point sees it.
final class ProjectCredentials implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ProjectSecrets secrets;

    ProjectCredentials(ProjectSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var shown = headers.removeAll(HEADER);
        var access = access(call.getMethodDescriptor());
        if (access == Access.ACCESS_PUBLIC) {
            return next.startCall(call, headers);
        }
        return Contexts.interceptCall(judge(single(shown), role(access)).inContext(), call, headers, next);
    }

    private Caller judge(BasicCredentials credentials, SecretRole needed) {
        var project = project(credentials.user());
        RefusalReport.names(project);
        var holder = secrets.holder(project, credentials.secret())
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS));
        RefusalReport.proves(holder.secret());
        if (!holder.role().includes(needed)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_ACTION);
        }
        return new Caller(project, holder.secret(), holder.role(), RequestId.current());
    }

    private static SecretRole role(Access access) {
        return access == Access.ACCESS_AUDITOR ? SecretRole.AUDITOR : SecretRole.APPLICATION;
    }

    private static BasicCredentials single(@Nullable Iterable<String> shown) {
        List<String> headers = new ArrayList<>();
        if (shown != null) {
            shown.forEach(headers::add);
        }
        return headers.stream()
                .filter(header -> headers.size() == 1)
                .findFirst()
                .flatMap(BasicCredentials::parse)
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_AUTHORIZATION_HEADER));
    }

    private static ProjectId project(String user) {
        try {
            return ProjectId.parse(user);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_PROJECT_ID_AUTHENTICATION);
        }
    }

    private static Access access(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
                ? schema.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access)
                : Access.ACCESS_PROJECT;
    }
}
