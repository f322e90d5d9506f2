package dev.countersign.gateway;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.countersign.v1.Caching;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// Reads the routes from the proto files: one for each `google.api.http` option of the RPCs.
///
/// What such an option says beyond the forms in use (a body that is one field, a custom verb, streams of anything but
/// pieces of a file) stops the boot with `IllegalArgumentException`, rather than making a route that does something
/// else.
public record Transcoding(RequestBody body, ServiceCalls calls, Semaphore permits) {
    /// Here a filter that is misspelt would find everything. These routes are none of Stytch's.
    private static final String STRICT = "/v1/audit/";

    public List<Route> routes(ServiceDescriptor service) {
        var routes = new ArrayList<Route>();
        for (var method : service.getMethods()) {
            rules(method).forEach(rule -> routes.add(route(rule, generated(method))));
        }
        return routes;
    }

    /// The verb and the path of each route.
    static List<String> paths(ServiceDescriptor service) {
        return service.getMethods().stream()
                .flatMap(Transcoding::rules)
                .map(rule -> rule.getPatternCase().name().toLowerCase(Locale.ROOT) + " " + path(rule))
                .toList();
    }

    private static Stream<HttpRule> rules(MethodDescriptor<?, ?> method) {
        var options = options(method);
        if (!options.hasExtension(AnnotationsProto.http)) {
            return Stream.empty();
        }
        var rule = options.getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream());
    }

    private static MethodOptions options(MethodDescriptor<?, ?> method) {
        return descriptor(method).getOptions();
    }

    static Descriptors.MethodDescriptor descriptor(MethodDescriptor<?, ?> method) {
        if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto) {
            return proto.getMethodDescriptor();
        }
        throw new IllegalArgumentException(method.getFullMethodName() + " has no descriptor");
    }

    private Route route(HttpRule rule, MethodDescriptor<Message, Message> method) {
        var path = PathTemplate.parse(path(rule));
        var prototype = prototype(method);
        for (var name : path.variables()) {
            var field = prototype.getDescriptorForType().findFieldByName(name);
            refuseUnless(field != null && isSingleValue(field), method, "variable " + name);
        }
        refuseUnless(rule.getBody().isEmpty() || rule.getBody().equals("*"), method, "body " + rule.getBody());
        var reader = new RequestReader(
                prototype, !rule.getBody().isEmpty(), body, path(rule).startsWith(STRICT));
        return new Route(rule.getPatternCase().name(), path, endpoint(rule, method, reader));
    }

    private Endpoint endpoint(HttpRule rule, MethodDescriptor<Message, Message> method, RequestReader reader) {
        if (method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING) {
            var piece = descriptor(method).getOutputType().findFieldByName(rule.getResponseBody());
            refuseUnless(piece != null && isFile(piece), method, "response_body " + rule.getResponseBody());
            return new StreamEndpoint(method, piece, reader, calls, permits);
        }
        refuseUnless(method.getType() == MethodDescriptor.MethodType.UNARY, method, "type " + method.getType());
        refuseUnless(rule.getResponseBody().isEmpty(), method, "response_body " + rule.getResponseBody());
        var maxAge = options(method).getExtension(Caching.maxAge);
        return new RpcEndpoint(method, reader, calls, permits, maxAge);
    }

    private static boolean isFile(FieldDescriptor field) {
        return !field.isRepeated()
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType()
                        .getFullName()
                        .equals(HttpBody.getDescriptor().getFullName());
    }

    private static boolean isSingleValue(FieldDescriptor field) {
        return !field.isRepeated() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM, PATTERN_NOT_SET -> throw new IllegalArgumentException("Not a route: " + rule);
        };
    }

    private static Message prototype(MethodDescriptor<Message, Message> method) {
        if (method.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<Message> marshaller
                && marshaller.getMessagePrototype() != null) {
            return marshaller.getMessagePrototype();
        }
        throw new IllegalArgumentException(method.getFullMethodName() + " is not made by protoc");
    }

    /// Whatever its messages are called, an RPC of the generated code takes and gives a `Message`.
    @SuppressWarnings("unchecked")
    static MethodDescriptor<Message, Message> generated(MethodDescriptor<?, ?> method) {
        return (MethodDescriptor<Message, Message>) method;
    }

    private static void refuseUnless(boolean good, MethodDescriptor<?, ?> method, String what) {
        if (!good) {
            throw new IllegalArgumentException("%s: cannot serve %s".formatted(method.getFullMethodName(), what));
        }
    }
}
