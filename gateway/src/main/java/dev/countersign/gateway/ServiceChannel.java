package dev.countersign.gateway;

import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connection to the service. One is enough: HTTP/2 carries all calls at once, and a second one gained nothing when
/// measured.
///
/// If the name stands for several machines, calls go to all of them in turn. A service that comes back is used again
/// after about a second; gRPC by itself would wait up to two minutes.
final class ServiceChannel implements AutoCloseable {
    private static final long RETRY_SECONDS = 1;
    private static final long SILENT_SECONDS = 25;
    private static final long CLOSE_SECONDS = 5;

    /// Four times what gRPC takes by itself: answers of the service stay below that, and one that grows is no failure.
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final ManagedChannel channel;
    private final ScheduledExecutorService retry = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("reconnect").factory());

    private ServiceChannel(ManagedChannel channel) {
        this.channel = channel;
        var _ = retry.scheduleWithFixedDelay(this::reconnect, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    /// Connects when the first call comes. Throws [ConfigException] if the files for TLS are unusable.
    static ServiceChannel open(GatewayConfig.Service service) {
        var target = "dns:///%s:%d".formatted(service.host(), service.port());
        try {
            return new ServiceChannel(NettyChannelBuilder.forTarget(target, credentials(service.tls()))
                    .defaultLoadBalancingPolicy("round_robin")
                    .keepAliveTime(SILENT_SECONDS, TimeUnit.SECONDS)
                    .keepAliveTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                    .maxInboundMessageSize(MAX_ANSWER_BYTES)
                    .build());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("The files of service.tls are unusable: " + e.getMessage(), e);
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    /// Waits for calls under way, but not long.
    @Override
    public void close() {
        retry.shutdownNow();
        channel.shutdown();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.shutdownNow();
    }

    private void reconnect() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
    }

    private static ChannelCredentials credentials(GatewayConfig.@Nullable ServiceTls tls) throws IOException {
        if (tls == null) {
            return InsecureChannelCredentials.create();
        }
        var credentials =
                TlsChannelCredentials.newBuilder().trustManager(tls.ca().toFile());
        if (tls.certificate() != null && tls.key() != null) {
            credentials.keyManager(tls.certificate().toFile(), tls.key().toFile());
        }
        return credentials.build();
    }
}
