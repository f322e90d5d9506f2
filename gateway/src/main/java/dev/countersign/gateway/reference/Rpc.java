package dev.countersign.gateway.reference;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.countersign.v1.Access;
import dev.countersign.v1.AccessOuterClass;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An RPC at one of its routes.
///
/// @param verb `get`, `post` and so on
/// @param hasBody whether the request comes as JSON; otherwise its members are parameters of the query
record Rpc(MethodDescriptor method, String verb, String path, boolean hasBody) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z0-9_]+)}");

    /// One for each route; none if it is for gRPC only.
    static List<Rpc> of(MethodDescriptor method) {
        if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
            return List.of();
        }
        var rule = method.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .map(binding -> of(method, binding))
                .toList();
    }

    /// Whether everybody may call it, without credentials.
    boolean isPublic() {
        return method.getOptions().getExtension(AccessOuterClass.access) == Access.ACCESS_PUBLIC;
    }

    /// Whether the answer is a file, which comes in pieces.
    boolean isFile() {
        return method.isServerStreaming();
    }

    /// Whether a key may name the call, so that it can be repeated.
    boolean isRepeatable() {
        return method.getInputType().getFields().stream()
                .anyMatch(field -> field.getOptions().getExtension(ErrorReasonOuterClass.refusal)
                        == ErrorReason.ERROR_REASON_INVALID_IDEMPOTENCY_KEY);
    }

    List<String> variables() {
        return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /// The members of the request that do not stand in the path.
    List<FieldDescriptor> members() {
        var variables = variables();
        return method.getInputType().getFields().stream()
                .filter(field -> !variables.contains(field.getName()))
                .toList();
    }

    private static Rpc of(MethodDescriptor method, HttpRule rule) {
        var path = switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM, PATTERN_NOT_SET -> throw new IllegalArgumentException("Not a route: " + rule);
        };
        var verb = rule.getPatternCase().name().toLowerCase(Locale.ROOT);
        return new Rpc(method, verb, path, !rule.getBody().isEmpty());
    }
}
