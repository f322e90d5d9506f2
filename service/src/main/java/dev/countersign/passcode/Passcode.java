package dev.countersign.passcode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// The digits that are sent to a phone. Lives in memory only.
///
/// Has no `equals`: the one way to compare is [#matches(Candidate)].
public final class Passcode {
    private final String digits;

    Passcode(String digits) {
        this.digits = digits;
    }

    /// True if somebody typed exactly this code. The time taken does not tell how much of it was right.
    public boolean matches(Candidate candidate) {
        return MessageDigest.isEqual(digits.getBytes(UTF_8), candidate.bytes());
    }

    /// The digits, for the text of the message and nothing else.
    public String revealForSms() {
        return digits;
    }

    @Override
    public String toString() {
        return "Passcode[******]";
    }
}
