package dev.countersign.gateway;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The scripts, styles and pictures of the pages. Pages name them with a version, which changes with the content of any
/// of them: what was read under one version need never be asked for again.
final class Assets {
    private static final String PATH = "\"/assets/";

    /// The names of all files, a line each. The build writes it.
    private static final String LIST = "assets.txt";

    private static final int VERSION_LENGTH = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + VERSION_LENGTH + "}");
    private static final String VERSION = hash();

    private Assets() {}

    /// Says what is there now.
    static String version() {
        return VERSION;
    }

    /// Whether this could be the version of another gateway, older or newer.
    static boolean isVersion(String text) {
        return FORM.matcher(text).matches();
    }

    /// The same page, but what it consists of is named with its version.
    static byte[] versioned(byte[] html) {
        return new String(html, StandardCharsets.UTF_8)
                .replace(PATH, PATH + VERSION + "/")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String hash() {
        try {
            var all = MessageDigest.getInstance("SHA-256");
            var list = read(LIST);
            all.update(list);
            for (var name : new String(list, StandardCharsets.UTF_8).lines().toList()) {
                all.update(MessageDigest.getInstance("SHA-256").digest(read("assets/" + name)));
            }
            return HexFormat.of().formatHex(all.digest()).substring(0, VERSION_LENGTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(String name) throws IOException {
        try (var in = Assets.class.getResourceAsStream("pages/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }
}
