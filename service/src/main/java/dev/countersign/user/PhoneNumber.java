package dev.countersign.user;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A phone number in E.164 form (ITU-T E.164), such as `+12025550162`. Personal data: its text form is masked.
///
/// Every number has one spelling, so that equal numbers are equal texts.
public final class PhoneNumber {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final String UNKNOWN_REGION = "ZZ";
    private static final int SHOWN_DIGITS = 3;
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    private final String e164;

    private PhoneNumber(String e164) {
        this.e164 = e164;
    }

    /// Reads a number that somebody gave. Empty unless it is `+`, digits and nothing else, and lies in a range
    /// that the numbering plan of its country assigns, as libphonenumber knows it: `+10000000000` is well-formed
    /// and does not. Numbers for fiction follow the same plan: `+1 202 555 01xx` is assigned, `+44 7700 900xxx`
    /// is not. Empty too for the spelling with a trunk prefix (`+44020…`).
    ///
    /// The plan of a country is read from the class path when its first number comes, which takes milliseconds.
    public static Optional<PhoneNumber> parse(String text) {
        if (!E164.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Phonenumber.PhoneNumber number = PLANS.parse(text, null);
            @Nullable String region = PLANS.getRegionCodeForNumber(number);
            boolean assigned = region != null && PLANS.isValidNumberForRegion(number, region);
            if (!assigned || !PLANS.format(number, PhoneNumberFormat.E164).equals(text)) {
                return Optional.empty();
            }
            return Optional.of(new PhoneNumber(text));
        } catch (NumberParseException _) {
            return Optional.empty();
        }
    }

    /// Reads a number that was accepted before, even if its range was withdrawn since.
    ///
    /// @throws IllegalArgumentException if it cannot have been accepted: not E.164
    public static PhoneNumber ofStored(String e164) {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("A stored phone number is not in E.164 form");
        }
        return new PhoneNumber(e164);
    }

    /// The number itself: `+` and 7 to 15 digits.
    public String e164() {
        return e164;
    }

    /// The calling code, such as 1 or 44. Countries may share one.
    public int countryCode() {
        return plan().getCountryCode();
    }

    /// The country as ISO 3166-1 alpha-2, such as `US`; `001` for numbers of no country, `ZZ` where it is unknown.
    public String region() {
        @Nullable String region = PLANS.getRegionCodeForNumber(plan());
        return region == null ? UNKNOWN_REGION : region;
    }

    private Phonenumber.PhoneNumber plan() {
        try {
            return PLANS.parse(e164, null);
        } catch (NumberParseException _) {
            throw new IllegalStateException("An accepted phone number is of no country");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PhoneNumber that && e164.equals(that.e164);
    }

    @Override
    public int hashCode() {
        return e164.hashCode();
    }

    /// As security people read it: the calling code, the first three digits after it, and the last two, such as
    /// `+1 202 ***-**62`; of short numbers the last two alone.
    public String maskedForAudit() {
        var code = "+" + countryCode();
        var rest = e164.substring(code.length());
        if (rest.length() < SHOWN_DIGITS + 3) {
            return toString();
        }
        var hidden = rest.length() - SHOWN_DIGITS - 2;
        var first = Math.min(hidden, SHOWN_DIGITS);
        return code + " " + rest.substring(0, SHOWN_DIGITS) + " " + "*".repeat(first) + "-" + "*".repeat(hidden - first)
                + rest.substring(rest.length() - 2);
    }

    /// The calling code and the last two digits, such as `+1 ********62`.
    @Override
    public String toString() {
        String code = "+" + countryCode();
        int hidden = e164.length() - code.length() - 2;
        return code + " " + "*".repeat(hidden) + e164.substring(e164.length() - 2);
    }
}
