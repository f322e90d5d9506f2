package dev.countersign.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority for one test: makes certificates for this machine with the JDK's keytool, as PEM files.
final class TestCertificates {
    private static final String PASSWORD = "for-tests";

    private final Path folder;
    private final String name;

    /// Two authorities in one folder need different names.
    TestCertificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        keytool("-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c");
        Files.writeString(ca(), pem("CERTIFICATE", store().getCertificate(name).getEncoded()));
    }

    Path ca() {
        return folder.resolve(name + ".pem");
    }

    Path certificate(String holder) {
        return folder.resolve(holder + ".pem");
    }

    Path key(String holder) {
        return folder.resolve(holder + ".key");
    }

    /// Makes the two files of a certificate for `localhost` and `127.0.0.1`, signed by this authority.
    TestCertificates issue(String holder, String algorithm) throws Exception {
        var san = "san=dns:localhost,ip:127.0.0.1";
        keytool("-alias", holder, "-keyalg", algorithm, "-dname", "CN=" + holder, "-signer", name, "-ext", san);
        var key = store().getKey(holder, PASSWORD.toCharArray());
        Files.writeString(
                certificate(holder),
                pem("CERTIFICATE", store().getCertificate(holder).getEncoded()));
        Files.writeString(key(holder), pem("PRIVATE KEY", key.getEncoded()));
        return this;
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String what, byte[] encoded) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines);
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var keystore = folder.resolve(name + ".p12").toString();
        var command = new ArrayList<>(List.of(tool, "-genkeypair", "-keystore", keystore, "-storepass", PASSWORD));
        command.addAll(List.of("-validity", "2", "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
