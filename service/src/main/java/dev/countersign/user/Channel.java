package dev.countersign.user;

/// The way a message takes to a phone.
public enum Channel {
    SMS("sms"),
    WHATSAPP("whatsapp");

    private final String text;

    Channel(String text) {
        this.text = text;
    }

    /// As clients see it: `sms` or `whatsapp`.
    public String text() {
        return text;
    }
}
