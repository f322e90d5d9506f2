package dev.countersign.rpc;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.stream.Collectors;

/// Refuses requests of the wrong shape, so that RPC classes only see good ones. The rules and the reasons stand in the
/// proto files; the first broken rule is told.
///
/// It also refuses a call that ends without the one request that its method takes.
final class Validation implements ServerInterceptor {
    private final Validator validator;

    /// Compiles all rules now: the first request should not have to wait for it.
    ///
    /// @throws IllegalArgumentException if a rule in a proto file is wrong
    Validation(List<Descriptor> requests) {
        var config = Config.newBuilder().setFailFast(true).build();
        try {
            validator = ValidatorFactory.newBuilder().withConfig(config).buildWithDescriptors(requests, false);
        } catch (ValidationException wrongRule) {
            throw new IllegalArgumentException("The rules of a request cannot be compiled", wrongRule);
        }
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var single = call.getMethodDescriptor().getType().clientSendsOneMessage();
        return new CheckedListener<>(next.startCall(call, headers), single);
    }

    void check(Message request) {
        try {
            var violations = validator.validate(request).getViolations();
            if (!violations.isEmpty()) {
                throw refusal(violations.getFirst());
            }
        } catch (ValidationException unusable) {
            throw new IllegalStateException("A rule could not be evaluated", unusable);
        }
    }

    private static Refusal refusal(Violation violation) {
        var reason = reason(violation);
        return reason == ErrorReason.ERROR_REASON_INVALID_ARGUMENT
                ? Refusal.of(reason).with("field", path(violation))
                : Refusal.of(reason);
    }

    private static ErrorReason reason(Violation violation) {
        var field = violation.getFieldValue();
        if (field == null || !field.getDescriptor().getOptions().hasExtension(ErrorReasonOuterClass.refusal)) {
            return ErrorReason.ERROR_REASON_INVALID_ARGUMENT;
        }
        return field.getDescriptor().getOptions().getExtension(ErrorReasonOuterClass.refusal);
    }

    /// Names and indexes only: keys of maps may be personal.
    private static String path(Violation violation) {
        return violation.toProto().getField().getElementsList().stream()
                .map(Validation::step)
                .collect(Collectors.joining("."));
    }

    private static String step(FieldPathElement element) {
        return element.hasIndex() ? element.getFieldName() + "[" + element.getIndex() + "]" : element.getFieldName();
    }

    private final class CheckedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final boolean single;
        private boolean received;

        CheckedListener(ServerCall.Listener<Q> listener, boolean single) {
            super(listener);
            this.single = single;
        }

        @Override
        public void onMessage(Q message) {
            received = true;
            check((Message) message);
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (single && !received) {
                throw Refusal.of(ErrorReason.ERROR_REASON_BAD_REQUEST);
            }
            super.onHalfClose();
        }
    }
}
