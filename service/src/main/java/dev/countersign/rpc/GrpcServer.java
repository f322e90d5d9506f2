package dev.countersign.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The gRPC port. Each call runs on a virtual thread of its own and may block.
///
/// It listens from [#start], says by the health service that it serves from [#ready], and lets calls end in [#close].
public final class GrpcServer implements AutoCloseable {
    /// Far above [Door#REQUEST_LIMIT]: what lies between gets a proper answer, what lies above only a reset stream.
    private static final int FRAME_LIMIT = 4 * Door.REQUEST_LIMIT;

    private static final int METADATA_LIMIT = 8 * 1024;
    private static final int CALLS_PER_CONNECTION = 1_000;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final List<String> names;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("rpc-", 0).factory());
    private final Server server;

    /// Builds the server without listening yet.
    ///
    /// @throws CannotListen if the certificate or the key of the endpoint cannot be used
    public GrpcServer(Endpoint endpoint, Door door, List<BindableService> services) {
        this.endpoint = endpoint;
        names = Stream.concat(
                        Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES),
                        services.stream()
                                .map(service -> service.bindService()
                                        .getServiceDescriptor()
                                        .getName()))
                .toList();
        says(ServingStatus.NOT_SERVING);
        var builder = builder();
        door.guard(builder, services, List.of(health.getHealthService(), ProtoReflectionServiceV1.newInstance()));
        server = builder.build();
    }

    /// Listens, without saying yet that it serves.
    ///
    /// @throws CannotListen if the address is taken or does not belong to this machine
    public void start() {
        try {
            server.start();
        } catch (IOException problem) {
            throw new CannotListen(
                    "Cannot listen on grpc.host = " + endpoint.host() + ", grpc.port = " + endpoint.port() + ": "
                            + reason(problem),
                    problem);
        }
    }

    /// Tells balancers that calls are welcome.
    public void ready() {
        says(ServingStatus.SERVING);
    }

    /// The port that is really listened on.
    public int port() {
        return server.getPort();
    }

    /// Takes no new calls, lets running ones end for up to ten seconds, and breaks off the rest.
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException impatient) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }

    private NettyServerBuilder bound() {
        var address = new InetSocketAddress(endpoint.host(), endpoint.port());
        try {
            return NettyServerBuilder.forAddress(address, endpoint.credentials());
        } catch (IOException | IllegalArgumentException unusable) {
            throw new CannotListen("A file of grpc.tls cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private NettyServerBuilder builder() {
        var builder = bound().executor(threads)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .maxInboundMessageSize(FRAME_LIMIT)
                .maxInboundMetadataSize(METADATA_LIMIT)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                // Callers that reset streams faster than this are after something else than answers.
                .maxRstFramesPerWindow(2_000, 10)
                .keepAliveTime(1, TimeUnit.MINUTES)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        endpoint.maxConnectionAge()
                .ifPresent(age -> builder.maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
                        .maxConnectionAgeGrace(GRACE.toMillis(), TimeUnit.MILLISECONDS));
        return builder;
    }

    private void says(ServingStatus status) {
        names.forEach(name -> health.setStatus(name, status));
    }

    /// The last words, such as `Address already in use`: what comes before names functions of the system.
    private static String reason(IOException problem) {
        var cause = problem.getCause() == null ? problem : problem.getCause();
        if (cause instanceof UnresolvedAddressException) {
            return "there is no such host";
        }
        var message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
