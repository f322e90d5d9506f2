package dev.countersign.sms;

import dev.countersign.passcode.MessageLocale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What messages say, from the files `messages/<locale>.txt`. See there for their form.
final class MessageTexts {

    private static final Map<MessageLocale, List<String>> TEXTS = read();

    private MessageTexts() {}

    /// The fullest first, never empty.
    static List<String> in(MessageLocale locale) {
        return TEXTS.getOrDefault(locale, List.of());
    }

    private static Map<MessageLocale, List<String>> read() {
        var texts = new EnumMap<MessageLocale, List<String>>(MessageLocale.class);
        for (var locale : MessageLocale.values()) {
            texts.put(locale, read("/messages/" + locale.tag() + ".txt"));
        }
        return texts;
    }

    private static List<String> read(String file) {
        try (var text = MessageTexts.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
