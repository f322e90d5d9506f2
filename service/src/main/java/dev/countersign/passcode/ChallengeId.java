package dev.countersign.passcode;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/// Names a challenge, one code's life: `challenge-<uuid>`, the UUID of version 7 (RFC 9562), so that ids sort by their
/// time of birth and stay together in an index. It can be guessed; nothing may rest on it being secret.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record ChallengeId(String value) {
    private static final String PREFIX = "challenge-";
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    public ChallengeId {
        if (!value.startsWith(PREFIX) || !isTimeOrderedUuid(value.substring(PREFIX.length()))) {
            throw new IllegalArgumentException("Expected challenge-<uuid>");
        }
    }

    public static ChallengeId random() {
        return new ChallengeId(PREFIX + GENERATOR.generate());
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isTimeOrderedUuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.version() == 7 && uuid.variant() == 2 && uuid.toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
