package dev.countersign.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page `/console`, where auditors work.
///
/// @param idleTimeout how long somebody who does nothing stays signed in
/// @param lifetime how long anybody stays signed in
/// @param url what browsers call this gateway by, such as `https://audit.example.com`; null: whatever they do call it
/// by
/// @param oidc who else may come in; null: who knows a secret, and nobody else
public record ConsoleConfig(
        boolean enabled,
        Duration idleTimeout,
        Duration lifetime,
        @Nullable URI url,
        @Nullable Oidc oidc) {

    static ConsoleConfig read(Settings settings, boolean dev) {
        return new ConsoleConfig(
                settings.flag("console.enabled", dev),
                settings.duration("console.idle-timeout", Duration.ofMinutes(30)),
                settings.duration("console.lifetime", Duration.ofHours(12)),
                address("console.url", settings.textOrNull("console.url")),
                Oidc.read(settings));
    }

    public ConsoleConfig {
        if (lifetime.compareTo(idleTimeout) < 0) {
            throw new ConfigException("console.lifetime must not be below console.idle-timeout");
        }
        if (url != null && !(url.getPath().isEmpty() && url.getRawQuery() == null)) {
            throw new ConfigException("console.url must be without a path, such as https://audit.example.com");
        }
        if (oidc != null && url == null) {
            throw new ConfigException("console.oidc.issuer needs console.url, which people are sent back to");
        }
    }

    /// Whether browsers reach it by TLS only, whoever ends that.
    public boolean isSecure() {
        return url != null && "https".equals(url.getScheme());
    }

    /// People for whom an identity provider vouches (OpenID Connect).
    ///
    /// @param claim of the ID token that says whether somebody may come in
    /// @param claimValue what it has to be, or to hold if it is a list
    /// @param scopes what is asked for
    /// @param projectId whose trail they read
    /// @param secret of the role `auditor` or `auditor-clear`, with which they do
    public record Oidc(
            URI issuer,
            String clientId,
            String clientSecret,
            String claim,
            String claimValue,
            List<String> scopes,
            String projectId,
            String secret) {
        private static @Nullable Oidc read(Settings settings) {
            var issuer = address("console.oidc.issuer", settings.textOrNull("console.oidc.issuer"));
            var clientId = settings.textOrNull("console.oidc.client-id");
            var clientSecret = settings.textOrNull("console.oidc.client-secret");
            var claim = settings.textOrNull("console.oidc.claim");
            var claimValue = settings.textOrNull("console.oidc.claim-value");
            var scopes = List.of(settings.text("console.oidc.scopes", "openid").split("[ ,]+"));
            var projectId = settings.textOrNull("console.oidc.project-id");
            var secret = settings.textOrNull("console.oidc.secret");
            if (issuer == null) {
                return null;
            }
            if (clientId == null
                    || clientSecret == null
                    || claim == null
                    || claimValue == null
                    || projectId == null
                    || secret == null) {
                throw new ConfigException("console.oidc.issuer needs console.oidc.client-id, client-secret, claim,"
                        + " claim-value, project-id and secret");
            }
            return new Oidc(issuer, clientId, clientSecret, claim, claimValue, scopes, projectId, secret);
        }

        public Oidc {
            if (!scopes.contains("openid")) {
                throw new ConfigException("console.oidc.scopes must hold openid");
            }
        }

        @Override
        public String toString() {
            return "Oidc[" + issuer + ", " + clientId + "]";
        }
    }

    private static @Nullable URI address(String setting, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var address = new URI(text);
            var host = address.getHost();
            if (host != null && ("https".equals(address.getScheme()) || isLocal(address, host))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below, in one line.
        }
        throw new ConfigException(
                setting + " must be an address that starts with https://, or with http:// on loopback");
    }

    private static boolean isLocal(URI address, String host) {
        return "http".equals(address.getScheme()) && Hosts.isLoopback(host.replaceAll("[\\[\\]]", ""));
    }
}
