package dev.countersign.gateway;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/// Puts Jetty together: HTTP/1.1 and h2 on one port (told apart by ALPN on TLS, by the first bytes or an upgrade
/// without), a virtual thread for each request, a bound for everything a client can make large or slow.
final class HttpServer {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = -1;

    private HttpServer() {}

    static Server of(GatewayConfig.Http config, Handler handler, Request.Handler errors) {
        var threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(0);
        var server = new Server(threads);
        var connector = new ServerConnector(server, ACCEPTORS, SELECTORS, protocols(config.tls()));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.maxConnections(), connector));
        server.setHandler(new GracefulHandler(handler));
        server.setErrorHandler(errors);
        server.setStopTimeout(config.stopTimeout().toMillis());
        return server;
    }

    private static ConnectionFactory[] protocols(GatewayConfig.@Nullable HttpTls tls) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
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
