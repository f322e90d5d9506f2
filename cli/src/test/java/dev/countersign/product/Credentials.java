package dev.countersign.product;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// A project and its secret, as the product prints them.
record Credentials(String project, String secret) {
    private static final Pattern FORM = Pattern.compile("PROJECT_ID=(\\S+)\\s+SECRET=(\\S+)");

    static Credentials in(String text) {
        var found = FORM.matcher(text);
        if (!found.find()) {
            throw new AssertionError("There are no credentials in: " + text);
        }
        return new Credentials(found.group(1), found.group(2));
    }

    /// What HTTP calls `Authorization`.
    String basic() {
        var both = (project + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
