package dev.countersign.passcode;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The language that a message is written in: one of those that Stytch's clients may ask for.
public enum MessageLocale {
    EN("en"),
    ES("es"),
    PT_BR("pt-br"),
    FR("fr"),
    IT("it"),
    DE_DE("de-DE"),
    ZH_HANS("zh-Hans"),
    CA_ES("ca-ES"),
    JA("ja"),
    RU("ru"),
    NL("nl"),
    PL("pl"),
    TR("tr"),
    FA("fa"),
    VI("vi"),
    CS("cs");

    /// What a request that names none gets.
    public static final MessageLocale STANDARD = EN;

    private static final Map<String, MessageLocale> BY_LETTERS =
            Arrays.stream(values()).collect(Collectors.toMap(locale -> letters(locale.tag), Function.identity()));

    private final String tag;

    MessageLocale(String tag) {
        this.tag = tag;
    }

    /// Reads a tag, in any case, with hyphens or without: Stytch's Java client writes `ptbr` and `zhHans`.
    public static Optional<MessageLocale> parse(String text) {
        return Optional.ofNullable(BY_LETTERS.get(letters(text)));
    }

    /// As Stytch writes it, such as `pt-br`.
    public String tag() {
        return tag;
    }

    private static String letters(String tag) {
        return tag.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
