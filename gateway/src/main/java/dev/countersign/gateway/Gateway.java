package dev.countersign.gateway;

import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.UserServiceGrpc;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway. Every object of it is made here.
public final class Gateway implements AutoCloseable {
    private static final List<ServiceDescriptor> SERVICES = List.of(
            PasscodeServiceGrpc.getServiceDescriptor(),
            SessionServiceGrpc.getServiceDescriptor(),
            UserServiceGrpc.getServiceDescriptor());

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Server server;
    private final ServiceChannel service;
    private final int port;

    private Gateway(Server server, ServiceChannel service) {
        this.server = server;
        this.service = service;
        this.port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    }

    /// Starts to listen. Does not wait for the service, which may come later: until then calls get 503.
    ///
    /// Throws [ConfigException] if the address is taken or a TLS file is unusable; nothing is left running then.
    public static Gateway start(GatewayConfig config) {
        var service = ServiceChannel.open(config.service());
        try {
            var errors = new StytchErrors(config.http().errorPages());
            var handler = new RestHandler(routes(config, service), errors);
            var server = HttpServer.of(config.http(), handler, new ErrorPages(errors));
            listen(server, config.http());
            return new Gateway(server, service);
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

    private static Routes routes(GatewayConfig config, ServiceChannel service) {
        var transcoding = new Transcoding(
                new RequestBody(config.http().maxBodyBytes(), config.http().idleTimeout()),
                new ServiceCalls(service.channel(), config.service().deadline()),
                new Semaphore(config.http().maxRequests()));
        var routes = new ArrayList<>(new Health(service.channel()).routes());
        SERVICES.forEach(descriptor -> routes.addAll(transcoding.routes(descriptor)));
        if (config.dev()) {
            var handset = transcoding.routes(HandsetServiceGrpc.getServiceDescriptor());
            handset.forEach(route -> routes.add(LocalOnly.route(route)));
        }
        return new Routes(routes);
    }

    private static void listen(Server server, GatewayConfig.Http http) {
        try {
            server.start();
        } catch (Exception e) {
            LifeCycle.stop(server);
            throw new ConfigException(
                    "Cannot listen on %s:%d: %s".formatted(http.host(), http.port(), e.getMessage()), e);
        }
    }
}
