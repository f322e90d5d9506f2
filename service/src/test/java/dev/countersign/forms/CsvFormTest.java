package dev.countersign.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Struct;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries as lines of CSV: what a reader of RFC 4180 gets, and what a spreadsheet makes of it.
class CsvFormTest {
    private final CsvForm form = new CsvForm();

    static Stream<AuditEvent> samples() {
        return Samples.all();
    }

    @Test
    void itIsCsvWithAHeader() {
        assertThat(form.mediaType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(cells(form.head())).isEqualTo(CsvForm.COLUMNS);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyEntryIsOneLineWithAllColumns(AuditEvent event) throws IOException {
        var cells = cells(form.line(event));

        assertThat(cells).hasSameSizeAs(CsvForm.COLUMNS);
        assertThat(cell(cells, "entry")).isEqualTo(Long.toString(event.getEntry()));
        assertThat(cell(cells, "recorded_at")).isEqualTo("2026-01-02T03:04:05.123456Z");
        assertThat(cell(cells, "type")).isEqualTo(event.getType());
        assertThat(cell(cells, "user_id")).isEqualTo(event.getUserId());
        assertThat(details(cells))
                .isEqualTo(AuditEventJson.of(event.getDetails()).toString());
    }

    @Test
    void columnsAreThoseOfTheEntry() {
        var event = Samples.full("passcode.CodeMismatched", AuditOutcome.AUDIT_OUTCOME_FAILURE);

        assertThat(CsvForm.COLUMNS)
                .containsExactlyInAnyOrderElementsOf(AuditEvent.getDescriptor().getFields().stream()
                        .map(field -> field.getName())
                        .toList());
        assertThat(cell(cells(form.line(event)), "outcome")).isEqualTo("failure");
        assertThat(cell(cells(form.line(event)), "phone_number")).isEqualTo("'+1 202 ***-**62");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "  \t@x",
                "＝1",
                "＋1",
                "－1",
                "＠x",
                "a;=1",
                "a,=1",
                "a|=1",
                "a\t=1",
                "a\n=1",
                "a\"=1",
                "a; =1",
                "\"=1",
                "a;;=1",
                "=1;=2"
            })
    void nothingIsAFormula(String evil) throws IOException {
        var event = Samples.bare("passcode.CodeDeliveryFailed").toBuilder()
                .setReason(evil)
                .setProvider(evil)
                .setDetails(Struct.newBuilder()
                        .putFields("name", Samples.text(evil))
                        .putFields(evil, Samples.text("x")))
                .build();

        var line = form.line(event);

        assertThat(cells(line)).hasSameSizeAs(CsvForm.COLUMNS);
        assertThat(details(cells(line)))
                .isEqualTo(AuditEventJson.of(event.getDetails()).toString());
        // However somebody splits it, no piece begins as a formula does.
        assertThat(cells(line)).allSatisfy(CsvFormTest::isText);
        for (var separator : List.of(";", "\\|", "\t", "[\r\n]+")) {
            assertThat(new String(line, StandardCharsets.UTF_8).split(separator))
                    .allSatisfy(CsvFormTest::isText);
        }
    }

    @Test
    void quotesCommasAndLineEndsStayWhatTheyAre() {
        var reason = "a \"b\", c\r\nd";
        var event = Samples.bare("x.Y").toBuilder().setReason(reason).build();

        assertThat(cell(cells(form.line(event)), "reason")).isEqualTo(reason);
    }

    private static void isText(String piece) {
        assertThat(piece.strip().replaceFirst("^\"+", "").strip()).doesNotMatch("(?s)[=+\\-@＝＋－＠].*");
    }

    private static String details(List<String> cells) throws IOException {
        return new JsonMapper().readTree(cell(cells, "details")).toString();
    }

    private static String cell(List<String> cells, String column) {
        return cells.get(CsvForm.COLUMNS.indexOf(column));
    }

    /// One record, read by the letter of RFC 4180, section 2.
    private static List<String> cells(byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8);
        assertThat(text).endsWith("\r\n");
        var cells = new ArrayList<String>();
        var at = 0;
        while (at < text.length()) {
            var cell = new StringBuilder();
            if (text.charAt(at) == '"') {
                at++;
                while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    cell.append(text.charAt(at++));
                }
                at++;
            } else {
                while (",\r".indexOf(text.charAt(at)) < 0) {
                    assertThat(text.charAt(at)).isNotEqualTo('"');
                    cell.append(text.charAt(at++));
                }
            }
            cells.add(cell.toString());
            if (text.startsWith("\r\n", at)) {
                assertThat(at + 2).isEqualTo(text.length());
                return cells;
            }
            assertThat(text.charAt(at)).isEqualTo(',');
            at++;
        }
        throw new AssertionError("No line end");
    }
}
