package dev.countersign.proof;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public Ed25519 key that notes are verified with, and the name that goes with it (C2SP signed-note,
/// "Verifier keys").
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record NoteKey(String name, byte[] key) {
    private static final byte ED25519 = 1;
    private static final int BYTES = 32;

    /// @throws IllegalArgumentException if the name is empty or has a space, a plus or a control character, or
    ///    the key
    ///     has not 32 bytes
    public NoteKey {
        if (!isName(name)) {
            throw new IllegalArgumentException("The name of a key has neither spaces nor plus signs.");
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException("An Ed25519 key has 32 bytes, not " + key.length + ".");
        }
        key = key.clone();
    }

    static boolean isName(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c));
    }

    /// Reads the form of [#text].
    ///
    /// @throws NoteException if it is not well-formed, of another kind, or was mistyped
    public static NoteKey parse(String text) throws NoteException {
        var parts = text.split("\\+", 3);
        try {
            var coded = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
            if (coded.length != 1 + BYTES || coded[0] != ED25519) {
                throw new NoteException("This is not a key for Ed25519: NAME+ID+KEY.");
            }
            var key = new NoteKey(parts[0], Arrays.copyOfRange(coded, 1, coded.length));
            if (!key.text().equals(text)) {
                throw new NoteException("The key does not fit its id.");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw new NoteException("This is not a key for notes: " + e.getMessage());
        }
    }

    /// `NAME+ID+KEY`, for configuration files and people.
    public String text() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+"
                + Base64.getEncoder().encodeToString(coded());
    }

    private byte[] coded() {
        return ByteBuffer.allocate(1 + BYTES).put(ED25519).put(key).array();
    }

    /// Tells keys of one name apart; not a secret, and easily forged.
    int id() {
        var digest = Hash.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest(coded())).getInt();
    }

    boolean verifies(byte[] signature, byte[] text) {
        try {
            new Ed25519Verify(key).verify(signature, text);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && name.equals(that.name) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return text();
    }
}
