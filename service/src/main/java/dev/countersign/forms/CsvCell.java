package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// A cell of a CSV file, in quotes. A spreadsheet takes it for text and for nothing else, wherever it sees columns end.
final class CsvCell {
    /// What begins a formula, or makes a spreadsheet drop a character and look at the next: at the beginning, or behind
    /// what some take for the end of a column or of a line.
    private static final Pattern BEGINNING = Pattern.compile("(?<=^|[,;|\t\r\n\"])(?=\\s*[=+\\-@\t\r＝＋－＠])");

    private static final String PLAIN = "'";

    /// They stand in no JSON but within its strings.
    private static final String ESCAPED = ";|=+@＝＋－＠";

    private CsvCell() {}

    /// An apostrophe stands before whatever could begin a formula.
    static String text(String value) {
        return value.isEmpty() ? "" : quoted(BEGINNING.matcher(value).replaceAll(PLAIN));
    }

    /// As JSON, exactly: within its strings the same characters, and what ends columns elsewhere, are escaped.
    static String json(JsonNode value) {
        var text = value.toString().replace("\"-", "\"\\u002d");
        var escaped = new StringBuilder(text.length());
        text.chars().forEach(character -> {
            if (ESCAPED.indexOf(character) < 0) {
                escaped.append((char) character);
            } else {
                escaped.append("\\u%04x".formatted(character));
            }
        });
        return quoted(escaped.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
