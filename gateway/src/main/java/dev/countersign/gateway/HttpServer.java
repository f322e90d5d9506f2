package dev.countersign.gateway;

import java.io.IOException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/// Puts Jetty together: HTTP/1.1 and h2 on one port (told apart by ALPN on TLS, by the first bytes or an upgrade
/// without), a virtual thread for each request, a bound for everything a client can make large or slow.
final class HttpServer {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = -1;

    /// What no path may hold as it is (RFC 3986) comes through, since external ids such as `auth0|1`
    /// do so: [Routes] takes that one character and refuses the others.
    private static final UriCompliance PATHS =
            UriCompliance.DEFAULT.with("COUNTERSIGN", UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS);

    private HttpServer() {}

    /// Takes the port. Nobody is answered before the server has a handler and is started.
    ///
    /// Throws [ConfigException] if the address cannot be had.
    static Server bind(GatewayConfig.Http config) {
        var threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(0);
        var server = new Server(threads);
        var connector = new ServerConnector(server, ACCEPTORS, SELECTORS, protocols(config.tls()));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.maxConnections(), connector));
        server.setStopTimeout(config.stopTimeout().toMillis());
        try {
            connector.open();
        } catch (IOException e) {
            throw new ConfigException(
                    "Cannot listen on %s:%d: %s".formatted(config.host(), config.port(), e.getMessage()), e);
        }
        return server;
    }

    static void start(Server server, Handler handler, Request.Handler errors) {
        server.setHandler(new GracefulHandler(handler));
        server.setErrorHandler(errors);
        try {
            server.start();
        } catch (Exception e) {
            LifeCycle.stop(server);
            throw new ConfigException("Cannot serve HTTP: " + e.getMessage(), e);
        }
    }

    /// The port that was bound.
    static int port(Server server) {
        return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    }

    private static ConnectionFactory[] protocols(GatewayConfig.@Nullable HttpTls tls) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setUriCompliance(PATHS);
        var http1 = new HttpConnectionFactory(http);
        if (tls == null) {
            return new ConnectionFactory[] {http1, new HTTP2CServerConnectionFactory(http)};
        }
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        var ssl = new SslConnectionFactory(context(tls), alpn.getProtocol());
        return new ConnectionFactory[] {ssl, alpn, new HTTP2ServerConnectionFactory(http), http1};
    }

    private static SslContextFactory.Server context(GatewayConfig.HttpTls tls) {
        var context = new SslContextFactory.Server();
        context.setKeyStore(PemFiles.identity(tls.certificate(), tls.key()));
        context.setKeyStorePassword("");
        if (tls.clientCa() != null) {
            context.setTrustStore(PemFiles.authorities(tls.clientCa()));
            context.setNeedClientAuth(true);
        }
        return context;
    }
}
