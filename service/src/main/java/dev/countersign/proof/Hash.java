package dev.countersign.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// A SHA-256 in the tree (RFC 9162, section 2.1.1): of an entry, or of two others. The two kinds cannot be
/// taken for each other, so that no entry can be made up that looks like a part of the tree.
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Hash(byte[] value) {
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /// The root of the tree without entries.
    public static final Hash EMPTY = new Hash(sha256().digest());

    /// @throws IllegalArgumentException if these are not 32 bytes
    public Hash {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A hash has 32 bytes, not " + value.length);
        }
        value = value.clone();
    }

    /// Of an entry, whose bytes may be any.
    public static Hash leaf(byte[] entry) {
        var digest = sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(entry));
    }

    static Hash node(Hash left, Hash right) {
        var digest = sha256();
        digest.update(NODE);
        digest.update(left.value);
        return new Hash(digest.digest(right.value));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /// @throws IllegalArgumentException if this is not the one Base64 form of 32 bytes
    public static Hash parse(String base64) {
        var hash = new Hash(Base64.getDecoder().decode(base64));
        if (!hash.toString().equals(base64)) {
            throw new IllegalArgumentException("The last character has bits that mean nothing");
        }
        return hash;
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    /// In Base64.
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }
}
