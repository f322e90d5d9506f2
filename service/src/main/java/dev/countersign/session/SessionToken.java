package dev.countersign.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// What a logged-in person's browser shows instead of a code: 264 random bits in URL-safe Base64, 44
/// characters.
///
/// Whoever has it is logged in. The database knows [#hash()], a plain SHA-256 (nobody guesses 264 random bits),
/// and [#seal], which needs the key ring.
public final class SessionToken {
    private static final int RANDOM_BYTES = 33;
    private static final int LENGTH = 44;

    private final String text;

    private SessionToken(String text) {
        this.text = text;
    }

    public static SessionToken random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What a caller presented.
    ///
    /// @throws IllegalArgumentException if it has not the form of a token; the message leaves out what came
    public static SessionToken parse(String presented) {
        if (presented.length() != LENGTH || hasOtherCharacters(presented)) {
            throw new IllegalArgumentException("Expected 44 characters of URL-safe Base64");
        }
        return new SessionToken(presented);
    }

    private static boolean hasOtherCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return true;
            }
        }
        return false;
    }

    /// What [#seal] sealed.
    ///
    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to another session
    public static SessionToken open(DataKey key, Sealed sealed, SessionId session) {
        return new SessionToken(key.open(sealed, context(session)));
    }

    public Sealed seal(DataKey key, SessionId session) {
        return key.seal(text, context(session));
    }

    public TokenHash hash() {
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /// The token itself, for the answer to its owner and nothing else.
    public String revealToOwner() {
        return text;
    }

    @Override
    public String toString() {
        return "SessionToken[******]";
    }

    private static String context(SessionId session) {
        return "token of " + session.value();
    }
}
