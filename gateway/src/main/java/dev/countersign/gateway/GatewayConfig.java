package dev.countersign.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/// Everything that can be set. Names and defaults stand side by side below; what must fit together is checked by the
/// records themselves, so that a config that exists can be started.
///
/// @param service where the calls go
/// @param http where the requests come in
/// @param dev whether the handset is served, as a page and for programs; only on loopback
/// @param example the project that people log in to on the page `/login`; null: there is no such page
/// @param console the page where auditors work
public record GatewayConfig(
        Service service, Http http, boolean dev, @Nullable Example example, ConsoleConfig console) {

    /// Reads the environment, and the file that its `COUNTERSIGN_CONFIG_FILE` names, if any. Throws [ConfigException]
    /// for a value that cannot be, for settings that contradict each other, and for names that do not exist.
    public static GatewayConfig load(Map<String, String> environment) {
        var settings = Settings.of(environment);
        var config = read(settings);
        settings.refuseUnknown();
        return config;
    }

    static GatewayConfig read(Settings settings) {
        var dev = settings.flag("dev", false);
        return new GatewayConfig(
                Service.read(settings),
                Http.read(settings),
                dev,
                Example.read(settings),
                ConsoleConfig.read(settings, dev));
    }

    public GatewayConfig {
        if (http.stopTimeout().compareTo(service.deadline()) < 0) {
            throw new ConfigException("http.stop-timeout must not be below service.deadline");
        }
        if (http.idleTimeout().compareTo(service.deadline()) <= 0) {
            throw new ConfigException("http.idle-timeout must be above service.deadline");
        }
        if (dev && !Hosts.isLoopback(http.host())) {
            throw new ConfigException("dev shows every code to everybody: http.host has to be on loopback");
        }
        if (example != null && !dev) {
            throw new ConfigException("example.project-id belongs to a page that is served in dev only");
        }
    }

    private static void refusePlaintext(String setting, String host, String tls) {
        if (!Hosts.isLoopback(host)) {
            throw new ConfigException(("%s is %s, which is not this machine: set %s,"
                            + " or %s.allow-plaintext=true if something else protects the connection")
                    .formatted(setting, host, tls, tls.split("\\.", 2)[0]));
        }
    }

    /// The service that answers.
    ///
    /// @param allowPlaintext whether calls without TLS may leave this machine
    /// @param deadline how long a call may take
    /// @param tls null: plain text
    public record Service(
            String host,
            int port,
            boolean allowPlaintext,
            Duration deadline,
            @Nullable ServiceTls tls) {
        private static Service read(Settings settings) {
            var address = Hosts.parse("service.address", settings.text("service.address", "127.0.0.1:9090"));
            return new Service(
                    address.getHost(),
                    address.getPort(),
                    settings.flag("service.allow-plaintext", false),
                    settings.duration("service.deadline", Duration.ofSeconds(10)),
                    ServiceTls.read(settings));
        }

        public Service {
            if (tls == null && !allowPlaintext) {
                refusePlaintext("service.address", host, "service.tls.ca");
            }
        }
    }

    /// TLS towards the service.
    ///
    /// @param ca who must have signed the service's certificate
    /// @param certificate the gateway's own, for mTLS; null: none
    /// @param key of that certificate
    public record ServiceTls(
            Path ca, @Nullable Path certificate, @Nullable Path key) {
        private static @Nullable ServiceTls read(Settings settings) {
            var ca = settings.path("service.tls.ca");
            var certificate = settings.path("service.tls.certificate");
            var key = settings.path("service.tls.key");
            if (ca != null) {
                return new ServiceTls(ca, certificate, key);
            }
            if (certificate != null || key != null) {
                throw new ConfigException("service.tls.certificate needs service.tls.ca");
            }
            return null;
        }

        public ServiceTls {
            pair("service.tls", certificate, key);
        }
    }

    /// The door for clients.
    ///
    /// @param port 0: any that is free
    /// @param allowPlaintext whether other machines may come in without TLS
    /// @param maxBodyBytes a larger body is refused with 413
    /// @param maxRequests how many calls may be under way at once; more are refused with 503
    /// @param maxConnections how many connections may be open; more wait
    /// @param idleTimeout how long a connection may be silent
    /// @param stopTimeout how long a stop waits for requests under way
    /// @param trustedProxies who is believed whom it forwards requests of
    /// @param errorPages what an `error_url` starts with; the `error_type` follows. Null: the pages of this gateway
    /// @param tls null: plain text
    public record Http(
            String host,
            int port,
            boolean allowPlaintext,
            int maxBodyBytes,
            int maxRequests,
            int maxConnections,
            Duration idleTimeout,
            Duration stopTimeout,
            InetAddressSet trustedProxies,
            @Nullable String errorPages,
            @Nullable HttpTls tls) {
        private static Http read(Settings settings) {
            return new Http(
                    settings.text("http.host", "127.0.0.1"),
                    settings.number("http.port", 8080, 0, 65_535),
                    settings.flag("http.allow-plaintext", false),
                    settings.number("http.max-body-bytes", 64 * 1024, 1024, 4 * 1024 * 1024),
                    settings.number("http.max-requests", 1024, 1, 1_000_000),
                    settings.number("http.max-connections", 10_000, 1, 1_000_000),
                    settings.duration("http.idle-timeout", Duration.ofSeconds(30)),
                    settings.duration("http.stop-timeout", Duration.ofSeconds(15)),
                    settings.networks("http.trusted-proxies"),
                    settings.textOrNull("http.error-pages"),
                    HttpTls.read(settings));
        }

        public Http {
            if (tls == null && !allowPlaintext) {
                refusePlaintext("http.host", host, "http.tls.certificate");
            }
        }

        /// What an `error_url` starts with, on a gateway that has got this port.
        String errorPages(int boundPort) {
            var scheme = tls == null ? "http" : "https";
            return errorPages != null
                    ? errorPages
                    : "%s://%s:%d/errors/".formatted(scheme, Hosts.reachable(host), boundPort);
        }
    }

    /// TLS towards clients.
    ///
    /// @param clientCa who must have signed the certificates of clients, for mTLS; null: none are asked for
    public record HttpTls(
            Path certificate, Path key, @Nullable Path clientCa) {
        private static @Nullable HttpTls read(Settings settings) {
            var certificate = settings.path("http.tls.certificate");
            var key = settings.path("http.tls.key");
            var clientCa = settings.path("http.tls.client-ca");
            pair("http.tls", certificate, key);
            if (certificate != null && key != null) {
                return new HttpTls(certificate, key, clientCa);
            }
            if (clientCa != null) {
                throw new ConfigException("http.tls.client-ca needs http.tls.certificate");
            }
            return null;
        }
    }

    /// A project of the service, for the login that `dev` shows as an example.
    public record Example(String projectId, String secret) {
        private static @Nullable Example read(Settings settings) {
            var projectId = settings.textOrNull("example.project-id");
            var secret = settings.textOrNull("example.secret");
            if ((projectId == null) != (secret == null)) {
                throw new ConfigException("example.project-id and example.secret go together");
            }
            return projectId != null && secret != null ? new Example(projectId, secret) : null;
        }

        @Override
        public String toString() {
            return "Example[" + projectId + "]";
        }
    }

    private static void pair(String name, @Nullable Path certificate, @Nullable Path key) {
        if ((certificate == null) != (key == null)) {
            throw new ConfigException("%1$s.certificate and %1$s.key go together".formatted(name));
        }
    }
}
