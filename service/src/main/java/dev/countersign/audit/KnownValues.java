package dev.countersign.audit;

import dev.countersign.passcode.PasscodeEvent;
import dev.countersign.project.ProjectEvent;
import dev.countersign.session.SessionEvent;
import dev.countersign.store.StoredName;
import dev.countersign.trail.TrailEvent;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.UserEvent;
import dev.countersign.v1.ErrorReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What entries may say of themselves, where that is known beforehand: whatever somebody looks for besides may be
/// somebody's name.
final class KnownValues {
    private static final Set<String> TYPES = Stream.of(
                    ProjectEvent.class,
                    UserEvent.class,
                    PhoneFactorEvent.class,
                    PasscodeEvent.class,
                    SessionEvent.class,
                    TrailEvent.class)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
            .map(type -> type.getAnnotation(StoredName.class))
            .filter(Objects::nonNull)
            .map(StoredName::value)
            .collect(Collectors.toUnmodifiableSet());

    private static final String PREFIX = "ERROR_REASON_";
    private static final Set<String> REASONS = Stream.concat(
                    Stream.of("EXPIRED", "TOO_MANY_GUESSES", "UNKNOWN"),
                    Arrays.stream(ErrorReason.values())
                            .map(reason ->
                                    reason.name().substring(reason.name().startsWith(PREFIX) ? PREFIX.length() : 0)))
            .collect(Collectors.toUnmodifiableSet());

    /// Of carriers.
    private static final Pattern STATUS = Pattern.compile("HTTP [1-5][0-9]{2}");

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    /// The names of the [dev.countersign.sms.SmsSender]s.
    private static final List<String> PROVIDERS = List.of("handset", "webhook");

    private KnownValues() {}

    static boolean isType(String text) {
        return TYPES.contains(text);
    }

    static boolean isReason(String text) {
        return REASONS.contains(text) || STATUS.matcher(text).matches();
    }

    static boolean isCountry(String text) {
        return COUNTRIES.contains(text);
    }

    static boolean isProvider(String text) {
        return PROVIDERS.contains(text);
    }
}
