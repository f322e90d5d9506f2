package dev.countersign.product;

import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// A small program that keeps the audit trail in a file, as a security team's collector does: one line for each entry.
/// The file itself says where to go on, so that the program may be killed at any moment.
final class TrailKeeper {
    private static final long REST_NANOS = 50_000_000;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final FileChannel file;
    private long next;

    private TrailKeeper(FileChannel file, long next) {
        this.file = file;
        this.next = next;
    }

    /// @param arguments the file that is kept; one with the ports of the services, a line each; the credentials
    public static void main(String[] arguments) throws IOException {
        var kept = Path.of(arguments[0]);
        try (var file =
                FileChannel.open(kept, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var keeper = new TrailKeeper(file, cutOffTornLine(file));
            while (true) {
                keeper.follow(port(Path.of(arguments[1])), arguments[2]);
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    /// Gives the number of the next entry.
    private static long cutOffTornLine(FileChannel file) throws IOException {
        var bytes = ByteBuffer.allocate((int) file.size());
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
        var text = new String(bytes.array(), StandardCharsets.UTF_8);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        file.position(file.size());
        if (whole.isEmpty()) {
            return 0;
        }
        var last = whole.substring(whole.lastIndexOf('\n', whole.length() - 2) + 1);
        return Long.parseLong(last.substring(0, last.indexOf(' '))) + 1;
    }

    private static int port(Path ports) throws IOException {
        var all = Files.readAllLines(ports);
        return Integer.parseInt(all.get(ThreadLocalRandom.current().nextInt(all.size())));
    }

    /// Until the connection breaks.
    private void follow(int port, String credentials) throws IOException {
        var channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            var stream = AuditServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(credentials)))
                    .watchAuditEvents(WatchAuditEventsRequest.newBuilder()
                            .setFromEntry(next)
                            .build());
            while (stream.hasNext()) {
                keep(stream.next());
            }
        } catch (StatusRuntimeException e) {
            System.out.println(e.getStatus());
        } finally {
            close(channel);
        }
    }

    private void keep(WatchAuditEventsResponse message) throws IOException {
        if (message.getEventsCount() == 0) {
            return;
        }
        var lines = message.getEventsList().stream()
                .map(event -> "%d %s %s\n".formatted(event.getEntry(), event.getAuditEventId(), event.getType()))
                .collect(Collectors.joining());
        var bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
        next = message.getEventsList().getLast().getEntry() + 1;
    }

    private static Metadata headers(String credentials) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, credentials);
        return headers;
    }

    private static void close(ManagedChannel channel) {
        channel.shutdownNow();
    }
}
