package dev.countersign.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Target;
import dev.countersign.bench.process.BareMethod;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The floor of checks: a call without any thinking, that reads one row by an index.
public final class BareCalls implements Target {

    private static final int CONNECTIONS = 4;

    private final List<ManagedChannel> channels;
    private final Tokens tokens;
    private final AtomicInteger turn = new AtomicInteger();

    public BareCalls(int port, Tokens tokens) {
        this.tokens = tokens;
        channels = Stream.generate(() -> NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .build())
                .limit(CONNECTIONS)
                .toList();
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public boolean offers(Operation operation) {
        return operation.isCheck();
    }

    @Override
    public int stock(Operation operation) {
        return tokens.stock();
    }

    @Override
    public boolean once(Operation operation) throws NoSuchAlgorithmException {
        var hash = MessageDigest.getInstance("SHA-256").digest(tokens.next().getBytes(US_ASCII));
        var channel = channels.get(Math.floorMod(turn.getAndIncrement(), CONNECTIONS));
        var session = ClientCalls.blockingUnaryCall(channel, BareMethod.READ, CallOptions.DEFAULT, hash);
        if (session.length == 0) {
            throw new IllegalStateException("The floor found no session.");
        }
        return true;
    }

    @Override
    public void settle() {
        // Nothing follows from reading.
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        for (var channel : channels) {
            try {
                channel.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
