package dev.countersign.sms;

/// What one SMS can carry: 160 septets of GSM 03.38's alphabet, or 70 units of UCS-2 if any other character
/// occurs (3GPP TS 23.038). What is longer is sent, and paid for, as several.
final class OneSegment {
    private static final int SEPTETS = 160;
    private static final int UNITS = 70;

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// Each takes two septets.
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private OneSegment() {}

    static boolean holds(String text) {
        var septets = 0;
        for (var i = 0; i < text.length(); i++) {
            if (EXTENSION.indexOf(text.charAt(i)) >= 0) {
                septets += 2;
            } else if (BASIC.indexOf(text.charAt(i)) >= 0) {
                septets++;
            } else {
                return text.length() <= UNITS;
            }
        }
        return septets <= SEPTETS;
    }
}
