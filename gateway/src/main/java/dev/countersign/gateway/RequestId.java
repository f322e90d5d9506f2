package dev.countersign.gateway;

import java.util.UUID;

/// Names one request in answers, in logs and in the audit trail, in Stytch's form: `request-id-test-<uuid>`.
///
/// Always our own: an id that a client sends could name two requests, or somebody else's.
public record RequestId(String text) {
    static RequestId next(Credentials credentials) {
        return new RequestId("request-id-" + credentials.environment() + "-" + UUID.randomUUID());
    }

    @Override
    public String toString() {
        return text;
    }
}
