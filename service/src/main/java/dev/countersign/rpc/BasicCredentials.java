package dev.countersign.rpc;

import dev.countersign.project.ProjectSecret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A user name and a secret, as HTTP Basic writes them (RFC 7617, UTF-8).
record BasicCredentials(String user, ProjectSecret secret) {
    private static final Pattern FORM = Pattern.compile("(?i:basic) +([A-Za-z0-9+/]+={0,2}) *");

    /// Empty if the header is none of HTTP Basic's.
    static Optional<BasicCredentials> parse(String header) {
        var form = FORM.matcher(header);
        return form.matches() ? decode(form.group(1)) : Optional.empty();
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
