package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// A request that the gateway refuses by itself, because it does not even reach the service. Expected, so without a
/// stack trace; holds nothing of what the request said.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorReason reason;
    private final int status;
    private final transient @Nullable HttpField header;

    private Refusal(ErrorReason reason, int status, @Nullable HttpField header) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.status = status;
        this.header = header;
    }

    public static Refusal of(ErrorReason reason) {
        return new Refusal(reason, Reason.of(reason).httpStatus(), null);
    }

    public static Refusal badRequest() {
        return of(ErrorReason.ERROR_REASON_BAD_REQUEST);
    }

    /// @param methods those that are allowed, separated by commas
    public static Refusal notAllowed(String methods) {
        return new Refusal(
                ErrorReason.ERROR_REASON_METHOD_NOT_ALLOWED,
                HttpStatus.METHOD_NOT_ALLOWED_405,
                new HttpField(HttpHeader.ALLOW, methods));
    }

    /// The client took too long to send its request; unlike 504, where the service took too long to answer.
    static Refusal slowClient() {
        return new Refusal(ErrorReason.ERROR_REASON_REQUEST_TIMEOUT, HttpStatus.REQUEST_TIMEOUT_408, null);
    }

    /// More calls at once than the gateway takes.
    static Refusal busy() {
        return new Refusal(
                ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE,
                HttpStatus.SERVICE_UNAVAILABLE_503,
                new HttpField(HttpHeader.RETRY_AFTER, "1"));
    }

    /// Somebody tries too often.
    public static Refusal tooOften(long seconds) {
        return new Refusal(
                ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS,
                HttpStatus.TOO_MANY_REQUESTS_429,
                new HttpField(HttpHeader.RETRY_AFTER, Long.toString(seconds)));
    }

    ErrorReason reason() {
        return reason;
    }

    int status() {
        return status;
    }

    /// A header that the answer needs; null: none.
    @Nullable
    HttpField header() {
        return header;
    }
}
