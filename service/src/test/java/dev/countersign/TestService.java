package dev.countersign;

import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectRegistry.NewSecret;
import dev.countersign.rpc.Endpoint;
import dev.countersign.sms.Handset;
import dev.countersign.user.GuessPolicy;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A whole service on a database of its own, with a project, and a clock that tests move.
final class TestService implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    final SteppingClock clock = new SteppingClock();
    final String jdbcUrl;
    final ServiceConfig config;
    final Service service;
    final ManagedChannel channel;
    final NewSecret secret;

    private TestService(String jdbcUrl, KeyRing keys) {
        this.jdbcUrl = jdbcUrl;
        config = new ServiceConfig(
                new ServiceConfig.Database(jdbcUrl, "", "", 16),
                new Endpoint("127.0.0.1", 0, Optional.empty(), false, Optional.empty()),
                keys,
                PasscodePolicy.standard(),
                GuessPolicy.standard(),
                new ServiceConfig.Sms(Optional.of("login.example.com")),
                new ServiceConfig.Expiry(Duration.ofMillis(50), 200),
                new ServiceConfig.Store(true, 2));
        service = Service.start(config, new Handset(clock), clock);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
                .usePlaintext()
                .build();
        secret = service.projects().create("test", Environment.TEST);
    }

    static TestService onFreshDatabase(EmbeddedPostgres postgres) {
        var database = "test_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(database);
        return new TestService(postgres.jdbcUrl(database), KeyRing.generate());
    }

    PasscodeServiceBlockingStub passcodes() {
        return passcodesAs(secret.project().value() + ":" + secret.secret().revealOnce());
    }

    PasscodeServiceBlockingStub passcodesAs(String credentials) {
        var headers = new Metadata();
        headers.put(
                AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return PasscodeServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    List<HandsetMessage> messagesTo(String number) {
        return HandsetServiceGrpc.newBlockingStub(channel)
                .listMessages(ListMessagesRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build())
                .getMessagesList();
    }

    /// Waits until so many messages have arrived at a number, and gives the code of the newest.
    String codeOf(String number, int messages) {
        return Eventually.gives(() -> messagesTo(number), list -> list.size() >= messages)
                .getFirst()
                .getCode();
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        service.close();
    }
}
