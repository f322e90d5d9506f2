package dev.countersign.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The password of a project: `secret-<test|live>-` and 256 random bits in URL-safe Base64 without padding.
///
/// Nothing stores it. What is kept is [#hash()], a plain SHA-256: a slow hash protects passwords that can be guessed,
/// and 256 random bits cannot.
public final class ProjectSecret {
    private static final int RANDOM_BYTES = 32;

    private final String text;

    private ProjectSecret(String text) {
        this.text = text;
    }

    public static ProjectSecret random(Environment environment, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new ProjectSecret("secret-" + environment.text() + "-" + encoded);
    }

    /// What a caller presented. Any text will do: one that was never issued matches no hash.
    public static ProjectSecret of(String presented) {
        return new ProjectSecret(presented);
    }

    public SecretHash hash() {
        try {
            return new SecretHash(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /// The secret itself, for the one moment in which its owner is shown it.
    public String revealOnce() {
        return text;
    }

    @Override
    public String toString() {
        return "ProjectSecret[******]";
    }
}
