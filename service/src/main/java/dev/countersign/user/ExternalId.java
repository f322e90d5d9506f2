package dev.countersign.user;

import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a caller calls a person, unique in a project. Taken for personal data, since it may be a name or an address:
/// its text form is masked.
///
/// 1 to 128 of `A-Z a-z 0-9 . _ | -`, and nothing that begins like a [UserId]: the constructor throws
/// `IllegalArgumentException` for anything else, with a message that leaves out what came.
public record ExternalId(String text) {
    private static final Pattern FORM = Pattern.compile("(?!user-(test|live)-)[A-Za-z0-9._|-]{1,128}");

    /// What means something else in a path, where it stands in the place of a user: clients take dots away before they
    /// send it, and the words belong to other routes.
    private static final Set<String> RESERVED = Set.of(
            ".",
            "..",
            "biometric_registrations",
            "crypto_wallets",
            "emails",
            "oauth",
            "passwords",
            "phone_numbers",
            "search",
            "totps",
            "webauthn_registrations");

    public ExternalId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an external id");
        }
    }

    /// For somebody who gets it now. Who has a reserved one keeps it.
    ///
    /// @throws IllegalArgumentException also for what is reserved
    public static ExternalId given(String text) {
        if (RESERVED.contains(text)) {
            throw new IllegalArgumentException("Reserved");
        }
        return new ExternalId(text);
    }

    /// What [#seal] sealed; null: none.
    ///
    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to another user
    public static Optional<ExternalId> open(DataKey key, @Nullable Sealed sealed, UserId user) {
        return Optional.ofNullable(sealed).map(value -> new ExternalId(key.open(value, context(user))));
    }

    public Sealed seal(DataKey key, UserId user) {
        return key.seal(text, context(user));
    }

    @Override
    public String toString() {
        return "ExternalId[******]";
    }

    private static String context(UserId user) {
        return "external id of " + user.value();
    }
}
