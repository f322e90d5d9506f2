package dev.countersign.bench.audit;

import com.google.protobuf.Timestamp;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/// A filter that is measured.
///
/// @param wanted sets it, for the try of a number, so that no two tries need be the same
record AuditCase(String name, BiConsumer<AuditFilter.Builder, Integer> wanted) {

    AuditFilter filter(int number) {
        var filter = AuditFilter.newBuilder();
        wanted.accept(filter, number);
        return filter.build();
    }

    /// Every single filter, with values that many and that few have, and with one that nobody has.
    static List<AuditCase> all(Month month, Specimens some) {
        var day = month.from().plus(Duration.ofDays(15));
        return List.of(
                new AuditCase("none", (filter, n) -> {}),
                new AuditCase("recorded_from, the middle", (filter, n) -> filter.setRecordedFrom(timestamp(day))),
                new AuditCase("recorded_before, the middle", (filter, n) -> filter.setRecordedBefore(timestamp(day))),
                new AuditCase(
                        "recorded_before, ahead of all",
                        (filter, n) ->
                                filter.setRecordedBefore(timestamp(month.from().minus(Duration.ofDays(900))))),
                new AuditCase("type, one in five", (filter, n) -> filter.setType("passcode.CodeIssued")),
                new AuditCase("type, one in 5,000", (filter, n) -> filter.setType("user.UserErased")),
                new AuditCase("type, nobody's", (filter, n) -> filter.setType("no.SuchType")),
                new AuditCase("outcome, success", (filter, n) -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_SUCCESS)),
                new AuditCase("outcome, failure", (filter, n) -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_FAILURE)),
                new AuditCase("reason, one in 20", (filter, n) -> filter.setReason("OTP_CODE_NOT_FOUND")),
                new AuditCase("reason, one in 200,000", (filter, n) -> filter.setReason("NUMBER_BLOCKED")),
                new AuditCase("reason, nobody's", (filter, n) -> filter.setReason("NO_SUCH_REASON")),
                new AuditCase("user_id, one in 100", (filter, n) -> filter.setUserId(some.busiest())),
                new AuditCase(
                        "user_id, anybody's",
                        (filter, n) -> filter.setUserId(some.at(n).user())),
                new AuditCase("user_id, nobody's", (filter, n) -> filter.setUserId("user-test-nobody-" + n)),
                new AuditCase(
                        "phone_number, one in 100", (filter, n) -> filter.setPhoneNumber(month.number(Month.BUSIEST))),
                new AuditCase("phone_number, anybody's", (filter, n) -> filter.setPhoneNumber(american(month, n))),
                new AuditCase(
                        "phone_number, nobody's",
                        (filter, n) -> filter.setPhoneNumber("+1202555%04d".formatted(n % 10_000))),
                new AuditCase(
                        "challenge_id",
                        (filter, n) -> filter.setChallengeId(some.at(n).challenge())),
                new AuditCase("challenge_id, nobody's", (filter, n) -> filter.setChallengeId("nobody-" + n)),
                new AuditCase(
                        "session_id",
                        (filter, n) -> filter.setSessionId(some.at(n).session())),
                new AuditCase("session_id, nobody's", (filter, n) -> filter.setSessionId("nobody-" + n)),
                new AuditCase("ip_address, one in nine", (filter, n) -> filter.setIpAddress("198.51.100.4")),
                new AuditCase("ip_address, anybody's", (filter, n) -> filter.setIpAddress(month.address(3 * n))),
                new AuditCase("ip_address, nobody's", (filter, n) -> filter.setIpAddress("192.0.2." + n % 250)),
                new AuditCase("country, two in five", (filter, n) -> filter.setCountry("US")),
                new AuditCase("country, one in 1,000", (filter, n) -> filter.setCountry("DK")),
                new AuditCase("country, nobody's", (filter, n) -> filter.setCountry("AQ")),
                new AuditCase("provider, one in six", (filter, n) -> filter.setProvider("webhook")),
                new AuditCase("provider, one in 5,000", (filter, n) -> filter.setProvider("spare")),
                new AuditCase("provider, nobody's", (filter, n) -> filter.setProvider("nobody")),
                new AuditCase("request_id, one in 100", (filter, n) -> filter.setRequestId(Month.SHARED_REQUEST)),
                new AuditCase(
                        "request_id",
                        (filter, n) -> filter.setRequestId(some.at(n).request())),
                new AuditCase("request_id, nobody's", (filter, n) -> filter.setRequestId("nobody-" + n)));
    }

    /// Numbers of this country are told from all others by their form alone.
    private static String american(Month month, int number) {
        var person = number * 17 + 2;
        while (Month.country(person) != 0) {
            person++;
        }
        return month.number(person);
    }

    static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
