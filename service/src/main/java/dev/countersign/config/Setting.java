package dev.countersign.config;

import java.util.Locale;
import java.util.Optional;

/// One thing that can be set.
///
/// @param name as in the file, such as `passcode.lifetime`
/// @param byDefault the text that counts if nothing is set; empty: there is none
/// @param secret whether its value must not be shown
public record Setting<T>(String name, Form<T> form, Optional<String> byDefault, boolean secret) {
    static final String PREFIX = "COUNTERSIGN_";

    /// A setting without a default.
    public static <T> Setting<T> of(String name, Form<T> form) {
        return new Setting<>(name, form, Optional.empty(), false);
    }

    /// A setting with a default, which has to be of the right form itself.
    public static <T> Setting<T> of(String name, Form<T> form, String byDefault) {
        var _ = form.reader().apply(byDefault);
        return new Setting<>(name, form, Optional.of(byDefault), false);
    }

    public static Setting<Secret> secret(String name) {
        return new Setting<>(name, Form.secret(), Optional.empty(), true);
    }

    /// The environment variable that sets it, such as `COUNTERSIGN_PASSCODE_LIFETIME`.
    public String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
