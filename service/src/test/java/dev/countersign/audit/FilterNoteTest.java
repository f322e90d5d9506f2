package dev.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.IpAddress;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is noted of searches: never who a person is.
class FilterNoteTest {
    private static final Path APPROVED = Path.of("src/test/resources/approved");
    private static final String UUID = "1f0e8c64-3f4c-4f3e-9d0a-5a2b7c9d8e1f";

    @Test
    void ofNumbersAndAddressesIsNotedThatTheyWereLookedFor() {
        var wanted = new Wanted(
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.of(AuditOutcome.AUDIT_OUTCOME_FAILURE),
                Optional.empty(),
                Optional.of("user-test-" + UUID),
                PhoneNumber.parse("+12025550162"),
                Optional.empty(),
                Optional.empty(),
                IpAddress.parse("203.0.113.77"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(FilterNote.ofWatch(wanted, OptionalLong.of(7)))
                .containsExactly(
                        "recorded_from=1970-01-01T00:00:00Z",
                        "outcome=AUDIT_OUTCOME_FAILURE",
                        "user_id=user-test-" + UUID,
                        "phone_number=?",
                        "ip_address=?",
                        "from_entry=7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Johanna.Mustermann",
                "Erika_Mustermann.example.com",
                "user.JohannaMustermann",
                "JOHANNA_MUSTERMANN",
                "XX",
                "jm",
                "HTTP 12025550162",
                "johanna-" + UUID,
                "johanna-mustermann-" + UUID,
                "user-test-johanna-" + UUID,
                "user-test-12025550-1621-0000-0000-000000000000",
                "request-id-johanna-" + UUID,
                "USER-TEST-" + UUID,
                "user-test-" + UUID + "\n",
                ""
            })
    void whatIsNoneOfOursIsNotNoted(String text) {
        assertThat(FilterNote.of(everywhere(text)))
                .containsExactly(
                        "type=?",
                        "reason=?",
                        "user_id=?",
                        "challenge_id=?",
                        "session_id=?",
                        "country=?",
                        "provider=?",
                        "request_id=?");
    }

    @ParameterizedTest
    @CsvSource({
        "type, passcode.CodeSent",
        "reason, OTP_CODE_NOT_FOUND",
        "reason, TOO_MANY_GUESSES",
        "reason, EXPIRED",
        "reason, HTTP 503",
        "user_id, user-test-" + UUID,
        "user_id, user-live-" + UUID,
        "session_id, session-test-" + UUID,
        "country, JM",
        "provider, webhook",
        "request_id, request-id-" + UUID,
        "request_id, request-id-test-" + UUID
    })
    void whatIsOursIsNotedWhereItBelongsAndNowhereElse(String field, String text) {
        assertThat(FilterNote.of(everywhere(text)))
                .contains(field + "=" + text)
                .filteredOn(note -> note.endsWith("=?"))
                .hasSize(7);
    }

    @Test
    void challengeIsNotedByItsId() {
        var id = ChallengeId.random().value();

        assertThat(FilterNote.ofChallenge(id)).containsExactly("challenge_id=" + id);
        assertThat(FilterNote.ofChallenge("Johanna")).containsExactly("challenge_id=?");
        assertThat(FilterNote.ofUser("Johanna")).containsExactly("user_id=?");
    }

    @Test
    void everyTypeThatIsRecordedIsKnown() throws IOException {
        try (var files = Files.list(APPROVED)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.v[0-9]+\\.json$", "")))
                    .isNotEmpty()
                    .allMatch(KnownValues::isType);
        }
    }

    private static Wanted everywhere(String text) {
        return new Wanted(
                Optional.empty(),
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.of(text),
                Optional.of(text),
                Optional.empty(),
                Optional.of(text),
                Optional.of(text),
                Optional.empty(),
                Optional.of(text),
                Optional.of(text),
                Optional.of(text));
    }
}
