package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.v1.AuditOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How what happened is to be judged, by the stored name of the event.
///
/// @param reason null unless it failed
record Verdict(AuditOutcome outcome, @Nullable String reason) {
    private static final Verdict NEITHER = new Verdict(AuditOutcome.AUDIT_OUTCOME_UNSPECIFIED, null);
    private static final Verdict SUCCESS = new Verdict(AuditOutcome.AUDIT_OUTCOME_SUCCESS, null);

    private static final Map<String, Function<JsonNode, Verdict>> BY_TYPE = Map.ofEntries(
            succeeded("passcode.CodeSent"),
            succeeded("passcode.CodeVerified"),
            succeeded("phone.PhoneVerified"),
            succeeded("session.SessionStarted"),
            succeeded("session.FactorAdded"),
            Map.entry("passcode.CodeDeliveryFailed", Verdict::ofItsReason),
            failed("passcode.CodeMismatched", "OTP_CODE_NOT_FOUND"),
            failed("passcode.DeviceMismatched", "ATTRIBUTE_MISMATCH"),
            failed("passcode.CodeExpired", "EXPIRED"),
            failed("passcode.ChallengeExhausted", "TOO_MANY_GUESSES"),
            failed("phone.PhoneLocked", "TOO_MANY_GUESSES"),
            failed("phone.PhoneBlocked", "TOO_MANY_GUESSES"),
            Map.entry("audit.CallRefused", Verdict::ofItsReason));

    /// An event that nobody knows just happened.
    static Verdict of(String type, JsonNode content) {
        return Optional.ofNullable(BY_TYPE.get(type))
                .map(verdict -> verdict.apply(content))
                .orElse(NEITHER);
    }

    private static Map.Entry<String, Function<JsonNode, Verdict>> succeeded(String type) {
        return Map.entry(type, content -> SUCCESS);
    }

    private static Map.Entry<String, Function<JsonNode, Verdict>> failed(String type, String reason) {
        return Map.entry(type, content -> new Verdict(AuditOutcome.AUDIT_OUTCOME_FAILURE, reason));
    }

    private static Verdict ofItsReason(JsonNode content) {
        return new Verdict(
                AuditOutcome.AUDIT_OUTCOME_FAILURE, content.path("reason").asText("UNKNOWN"));
    }
}
