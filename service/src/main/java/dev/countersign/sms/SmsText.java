package dev.countersign.sms;

import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Passcode;
import dev.countersign.user.Channel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The text of the message. As SMS it fits into one segment.
///
/// With a domain the last line of an SMS binds the code to that site, so that browsers fill it in there and
/// nowhere else (WICG, "Origin-bound one-time codes delivered via SMS").
public final class SmsText {

    private final Optional<String> domain;

    /// @param domain the host that the code is for, such as `login.example.com`; short enough to leave room
    public SmsText(Optional<String> domain) {
        this.domain = domain;
    }

    /// Whether the shortest text of every language fits into one segment together with the line for this
    /// domain.
    public static boolean leavesRoom(String domain, int digits) {
        var code = "0".repeat(digits);
        return Arrays.stream(MessageLocale.values())
                .map(locale -> MessageTexts.in(locale).getLast())
                .allMatch(text -> OneSegment.holds(filled(text, code, 1) + line(domain, code)));
    }

    /// Always the same for the same code.
    String render(Passcode code, Duration lifetime, Channel channel, MessageLocale locale) {
        var digits = code.revealForSms();
        var minutes = Math.max(1, lifetime.toMinutes());
        var texts = MessageTexts.in(locale).stream().map(text -> filled(text, digits, minutes));
        return switch (channel) {
            case WHATSAPP -> texts.findFirst().orElseThrow();
            case SMS -> {
                var end = domain.map(host -> line(host, digits)).orElse("");
                yield texts.map(text -> text + end)
                        .filter(OneSegment::holds)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("sms.domain is too long for " + locale));
            }
        };
    }

    private static String filled(String text, String code, long minutes) {
        return text.replace("{code}", code).replace("{minutes}", Long.toString(minutes));
    }

    private static String line(String host, String code) {
        return "\n\n@" + host + " #" + code;
    }
}
