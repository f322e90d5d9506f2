package dev.countersign.rpc;

import dev.countersign.project.ProjectSecret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A user name and a secret, as HTTP Basic writes them (RFC 7617, UTF-8).
record BasicCredentials(String user, ProjectSecret secret) {
    private static final String SCHEME = "Basic ";

    /// Empty if the header is none of HTTP Basic's.
    static Optional<BasicCredentials> parse(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? decode(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private static Optional<BasicCredentials> decode(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            // Unlike `new String`, this decoder refuses what is not UTF-8.
            var pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(
                            pair.substring(0, colon), ProjectSecret.of(pair.substring(colon + 1))));
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return Optional.empty();
        }
    }
}
