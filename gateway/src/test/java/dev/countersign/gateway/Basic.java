package dev.countersign.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// HTTP Basic credentials (RFC 7617).
final class Basic {
    private Basic() {}

    static String of(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
