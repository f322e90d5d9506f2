package dev.countersign.gateway;

import dev.countersign.gateway.console.Console;
import dev.countersign.gateway.console.ConsoleSessions;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.UserServiceGrpc;
import io.grpc.ServiceDescriptor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway. Every object of it is made here.
public final class Gateway implements AutoCloseable {
    private static final List<ServiceDescriptor> SERVICES = List.of(
            PasscodeServiceGrpc.getServiceDescriptor(),
            SessionServiceGrpc.getServiceDescriptor(),
            UserServiceGrpc.getServiceDescriptor(),
            AuditServiceGrpc.getServiceDescriptor());

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Server server;
    private final ServiceChannel service;
    private final CountDownLatch closing;
    private final int port;

    private Gateway(Server server, ServiceChannel service, CountDownLatch closing) {
        this.server = server;
        this.service = service;
        this.closing = closing;
        this.port = HttpServer.port(server);
    }

    /// Starts to listen. Does not wait for the service, which may come later: until then calls get 503.
    ///
    /// Throws [ConfigException] if the address is taken or a TLS file is unusable; nothing is left running then.
    public static Gateway start(GatewayConfig config) {
        var service = ServiceChannel.open(config.service());
        try {
            var closing = new CountDownLatch(1);
            var routes = routes(config, service, closing);
            var server = HttpServer.bind(config.http());
            var errors = new StytchErrors(config.http().errorPages(HttpServer.port(server)));
            var handler = new RestHandler(
                    routes, errors, new ClientAddress(config.http().trustedProxies()));
            HttpServer.start(
                    server,
                    config.console().enabled() ? new ConsoleSessions(config.console(), handler) : handler,
                    new ErrorPages(errors));
            return new Gateway(server, service, closing);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /// The port that was bound.
    public int port() {
        return port;
    }

    /// Waits until the gateway has stopped.
    public void join() throws InterruptedException {
        server.join();
    }

    /// Takes no new requests and lets those under way finish, for `http.stop-timeout` at most.
    @Override
    public void close() {
        closing.countDown();
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.warn("Requests were cut off that took longer than http.stop-timeout");
        } catch (Exception e) {
            throw new IllegalStateException("The gateway did not stop in order", e);
        } finally {
            service.close();
        }
    }

    /// As `post /v1/users`, for those who want to know whether all is told of.
    static List<String> routesOfServices() {
        return SERVICES.stream()
                .flatMap(service -> Transcoding.paths(service).stream())
                .toList();
    }

    private static Routes routes(GatewayConfig config, ServiceChannel service, CountDownLatch closing) {
        var body = new RequestBody(config.http().maxBodyBytes(), config.http().idleTimeout());
        var calls = new ServiceCalls(service.channel(), config.service().deadline());
        var permits = new Semaphore(config.http().maxRequests());
        var transcoding = new Transcoding(body, calls, permits);
        var pages = new Pages();
        var routes = new ArrayList<>(new Health(service.channel()).routes());
        SERVICES.forEach(descriptor -> routes.addAll(transcoding.routes(descriptor)));
        routes.addAll(pages.routes());
        if (config.dev()) {
            routes.addAll(pages.routesOfDev());
            routes.add(new HandsetStream(calls, closing).route());
            var handset = transcoding.routes(HandsetServiceGrpc.getServiceDescriptor());
            handset.forEach(route -> routes.add(LocalOnly.route(route)));
        }
        if (config.example() != null) {
            var example = Credentials.of(
                    config.example().projectId(), config.example().secret());
            routes.add(pages.login());
            routes.addAll(new LoginExample(example, calls, body, InstantSource.system()).routes());
        }
        if (config.console().enabled()) {
            routes.addAll(pages.console());
            routes.addAll(new Console(config.console(), calls, body, permits, closing, InstantSource.system())
                    .routes(transcoding.routes(AuditServiceGrpc.getServiceDescriptor())));
        }
        return new Routes(routes);
    }
}
