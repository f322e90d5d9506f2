package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A line of the table in `error_reason.proto`: how one reason is told to REST clients.
///
/// @param name as in `ErrorInfo.reason`
/// @param anonymous whether the caller did not prove who it is
public record Reason(String name, int httpStatus, String message, boolean anonymous) {
    private static final String PREFIX = "ERROR_REASON_";
    private static final Map<String, Reason> ALL = Arrays.stream(ErrorReason.values())
            .filter(reason -> reason != ErrorReason.UNRECOGNIZED)
            .filter(reason -> reason != ErrorReason.ERROR_REASON_UNSPECIFIED)
            .map(Reason::read)
            .collect(Collectors.toUnmodifiableMap(Reason::name, Function.identity()));

    static Reason of(ErrorReason reason) {
        return named(name(reason)).orElseThrow();
    }

    /// The reason of this name; none if the table does not have it.
    static Optional<Reason> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// Stytch's name for it.
    String errorType() {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Reason read(ErrorReason reason) {
        var answer = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
        boolean anonymous = answer.getCode().getNumber() == Status.Code.UNAUTHENTICATED.value();
        return new Reason(name(reason), answer.getHttpStatus(), answer.getMessage(), anonymous);
    }

    private static String name(ErrorReason reason) {
        return reason.name().substring(PREFIX.length());
    }
}
