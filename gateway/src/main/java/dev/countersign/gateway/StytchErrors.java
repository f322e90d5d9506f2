package dev.countersign.gateway;

import com.google.gson.stream.JsonWriter;
import dev.countersign.v1.ErrorReason;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every body that is not a success, in Stytch's form. Nothing internal reaches the client: what nobody foresaw
/// is one line in the log, under the request id.
final class StytchErrors {
    private static final Logger log = LoggerFactory.getLogger(StytchErrors.class);
    private static final HttpField WHO_ARE_YOU =
            new HttpField(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"countersign\"");

    private final String pages;

    /// @param pages what an `error_url` starts with
    StytchErrors(String pages) {
        this.pages = pages;
    }

    /// What the gateway itself refused.
    Answer refused(Refusal refusal, RequestId id) {
        return answer(Reason.of(refusal.reason()), refusal.status(), Map.of(), refusal.header(), id);
    }

    /// What the service refused, or a call that did not reach it.
    Answer failed(StatusRuntimeException failure, RequestId id) {
        var refusal = ServiceRefusal.of(failure);
        if (!refusal.foreseen()) {
            // Not the description: it is the one part of a status that could quote the request.
            var status = failure.getStatus();
            log.warn("{}: {} without a reason, cause: {}", id, status.getCode(), String.valueOf(status.getCause()));
        }
        var reason = refusal.reason();
        return answer(reason, reason.httpStatus(), refusal.details(), header(reason, refusal.retryAfterSeconds()), id);
    }

    /// What broke inside the gateway.
    Answer broken(Throwable failure, RequestId id) {
        log.error("{}: failed inside", id, failure);
        return of(ErrorReason.ERROR_REASON_INTERNAL_SERVER_ERROR, id);
    }

    /// What the HTTP server refused before anybody saw the request, known by its status only.
    Answer http(int status, RequestId id) {
        var reason = switch (status) {
            case HttpStatus.NOT_FOUND_404 -> ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND;
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> ErrorReason.ERROR_REASON_METHOD_NOT_ALLOWED;
            case HttpStatus.REQUEST_TIMEOUT_408, HttpStatus.GATEWAY_TIMEOUT_504 ->
                ErrorReason.ERROR_REASON_REQUEST_TIMEOUT;
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE;
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> ErrorReason.ERROR_REASON_INTERNAL_SERVER_ERROR;
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE;
            default -> ErrorReason.ERROR_REASON_BAD_REQUEST;
        };
        return answer(Reason.of(reason), status, Map.of(), null, id);
    }

    private Answer of(ErrorReason reason, RequestId id) {
        return answer(Reason.of(reason), Reason.of(reason).httpStatus(), Map.of(), null, id);
    }

    private static @Nullable HttpField header(Reason reason, OptionalLong retryAfterSeconds) {
        if (reason.anonymous()) {
            return WHO_ARE_YOU;
        }
        return retryAfterSeconds.isPresent()
                ? new HttpField(HttpHeader.RETRY_AFTER, Long.toString(retryAfterSeconds.getAsLong()))
                : null;
    }

    private Answer answer(
            Reason reason, int status, Map<String, String> details, @Nullable HttpField header, RequestId id) {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            json.name("status_code").value(status);
            json.name("request_id").value(id.text());
            json.name("error_type").value(reason.errorType());
            json.name("error_message").value(reason.message());
            json.name("error_url").value(pages + reason.errorType());
            if (!details.isEmpty()) {
                json.name("error_details").beginObject();
                for (var detail : details.entrySet()) {
                    json.name(detail.getKey()).value(detail.getValue());
                }
                json.endObject();
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, text.toString(), header);
    }
}
