package dev.countersign.audit;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.ChallengeOutcome;
import dev.countersign.v1.ConsultedLimit;
import dev.countersign.v1.ExplainChallengeResponse;
import dev.countersign.v1.MessageDelivery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The life of one challenge, told from its entries.
///
/// @param challenge its id
/// @param events its entries and those that the same calls made, in order; at least one is its own
/// @param failedBefore wrong guesses in a row at the phone when the code was issued; empty: not known
record ChallengeStory(String challenge, List<AuditEvent> events, OptionalInt failedBefore) {
    private static final Map<String, ChallengeOutcome> ENDS = Map.of(
            "passcode.CodeVerified", ChallengeOutcome.CHALLENGE_OUTCOME_VERIFIED,
            "passcode.CodeExpired", ChallengeOutcome.CHALLENGE_OUTCOME_EXPIRED,
            "passcode.CodeSuperseded", ChallengeOutcome.CHALLENGE_OUTCOME_SUPERSEDED,
            "passcode.ChallengeExhausted", ChallengeOutcome.CHALLENGE_OUTCOME_EXHAUSTED);

    ExplainChallengeResponse told() {
        var story =
                ExplainChallengeResponse.newBuilder().setChallengeId(challenge).addAllEvents(events);
        events.stream()
                .filter(event -> event.getChallengeId().equals(challenge))
                .forEach(event -> tell(event, story));
        return story.build();
    }

    private void tell(AuditEvent event, ExplainChallengeResponse.Builder story) {
        var end = ENDS.get(event.getType());
        if (end != null) {
            story.setOutcome(end).setEndedAt(at(event));
            return;
        }
        switch (event.getType()) {
            case "passcode.CodeIssued" -> issued(event, story);
            case "passcode.CodeSent", "passcode.CodeDeliveryFailed" ->
                story.addDeliveries(MessageDelivery.newBuilder()
                        .setProvider(event.getProvider())
                        .setTaken(event.getReason().isEmpty())
                        .setReason(event.getReason())
                        .setAt(at(event)));
            case "passcode.CodeMismatched", "passcode.DeviceMismatched" -> guessed(story);
            default -> {
                // Told among the events.
            }
        }
    }

    private void issued(AuditEvent event, ExplainChallengeResponse.Builder story) {
        story.setUserId(event.getUserId())
                .setPhoneId(event.getPhoneId())
                .setPhoneNumber(event.getPhoneNumber())
                .setCountry(event.getCountry())
                .setIssuedAt(at(event))
                .setExpiresAt(detail(event, "expiresAt", event.getRecordedAt()))
                .addLimits(limit("passcode.attempts", number(event, "attempts")));
        failedBefore.ifPresent(failed -> story.addLimits(
                        limit("guess.lock-after", number(event, "lockAfter")).setUsed(failed))
                .addLimits(limit("guess.hard-stop", number(event, "hardStop")).setUsed(failed)));
    }

    private static ConsultedLimit.Builder limit(String name, int value) {
        return ConsultedLimit.newBuilder().setLimit(name).setValue(value);
    }

    /// 0: it is not there.
    private static int number(AuditEvent event, String name) {
        return (int) event.getDetails()
                .getFieldsOrDefault(name, Value.getDefaultInstance())
                .getNumberValue();
    }

    /// The first limit is that of the code.
    private static void guessed(ExplainChallengeResponse.Builder story) {
        story.setWrongGuesses(story.getWrongGuesses() + 1);
        if (story.getLimitsCount() > 0) {
            story.getLimitsBuilder(0).setUsed(story.getWrongGuesses());
        }
    }

    /// When it happened, which may be before it was recorded.
    private static Timestamp at(AuditEvent event) {
        return detail(event, "at", event.getRecordedAt());
    }

    private static Timestamp detail(AuditEvent event, String name, Timestamp otherwise) {
        try {
            var text = event.getDetails()
                    .getFieldsOrDefault(name, Value.getDefaultInstance())
                    .getStringValue();
            var at = Instant.parse(text);
            return Timestamp.newBuilder()
                    .setSeconds(at.getEpochSecond())
                    .setNanos(at.getNano())
                    .build();
        } catch (DateTimeParseException _) {
            return otherwise;
        }
    }
}
