package dev.countersign.sms;

import dev.countersign.passcode.Passcode;
import java.time.Duration;
import java.util.Optional;

/// The text of the message. Fits into one segment: at most 160 characters of GSM 03.38.
///
/// With a domain its last line binds the code to that site, so that browsers fill it in there and nowhere else
/// (WICG, "Origin-bound one-time codes delivered via SMS").
public final class SmsText {

    private final Optional<String> domain;

    /// @param domain the host that the code is for, such as `login.example.com`
    public SmsText(Optional<String> domain) {
        this.domain = domain;
    }

    String render(Passcode code, Duration lifetime) {
        var minutes = Math.max(1, lifetime.toMinutes());
        var text = "Your code is " + code.revealForSms() + ". It works once, for "
                + (minutes == 1 ? "1 minute" : minutes + " minutes") + ". Never tell it to anyone.";
        return domain.map(host -> text + "\n\n@" + host + " #" + code.revealForSms())
                .orElse(text);
    }
}
