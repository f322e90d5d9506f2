package dev.countersign.privacy;

/// What a caller saw of the device of the person logging in. Personal data: its text form is masked.
///
/// @param ipAddress in text form; empty if unknown. Has no line break: the constructor throws
///     `IllegalArgumentException`
/// @param userAgent the `User-Agent` header; empty if unknown
public record Attributes(String ipAddress, String userAgent) {
    /// Nothing is known.
    public static final Attributes NONE = new Attributes("", "");

    private static final char SEPARATOR = '\n';

    public Attributes {
        if (ipAddress.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("An IP address has no line break");
        }
    }

    /// True if nothing is known, so that there is nothing to seal.
    public boolean isEmpty() {
        return ipAddress.isEmpty() && userAgent.isEmpty();
    }

    public Sealed seal(DataKey key, String context) {
        return key.seal(ipAddress + SEPARATOR + userAgent, context);
    }

    /// What was sealed.
    ///
    /// @throws BrokenSealException as [DataKey#open] does
    public static Attributes open(DataKey key, Sealed sealed, String context) {
        String text = key.open(sealed, context);
        int end = text.indexOf(SEPARATOR);
        return new Attributes(text.substring(0, end), text.substring(end + 1));
    }

    @Override
    public String toString() {
        return "Attributes[******]";
    }
}
