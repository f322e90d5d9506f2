package dev.countersign.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/// Makes Java's key stores from PEM files. Throws [ConfigException] naming the file that is not what it should be.
final class PemFiles {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /// A certificate, those that lead from it to its CA, and its private key (PKCS #8, not encrypted).
    static KeyStore identity(Path certificate, Path key) {
        try {
            var store = emptyStore();
            store.setKeyEntry("gateway", privateKey(key), NO_PASSWORD, certificates(certificate));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("%s and %s do not belong together".formatted(certificate, key), e);
        }
    }

    /// The certificates of the authorities whose signature counts.
    static KeyStore authorities(Path file) {
        try {
            var store = emptyStore();
            var number = 0;
            for (var certificate : certificates(file)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("%s cannot be used as a CA".formatted(file), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!found.isEmpty()) {
                return found.toArray(Certificate[]::new);
            }
        } catch (GeneralSecurityException e) {
            throw new ConfigException("%s holds no certificate in PEM form".formatted(file), e);
        }
        throw new ConfigException("%s holds no certificate in PEM form".formatted(file));
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        var pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (pem.find()) {
            var form = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            for (var algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(form);
                } catch (InvalidKeySpecException e) {
                    // A key of another algorithm.
                }
            }
        }
        throw new ConfigException(
                "%s holds no private key in PEM form (BEGIN PRIVATE KEY, EC, RSA or Ed25519)".formatted(file));
    }
}
