package dev.countersign;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.keys.KeyRing;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.sms.Handset;
import dev.countersign.sms.SmsSender;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.countersign.v1.UserServiceGrpc;
import dev.countersign.v1.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

    private TestService(
            String jdbcUrl, KeyRing keys, Map<String, String> settings, Function<InstantSource, SmsSender> sender) {
        this.jdbcUrl = jdbcUrl;
        var environment = new HashMap<>(Map.of(
                "COUNTERSIGN_DATABASE_URL", jdbcUrl,
                "COUNTERSIGN_GRPC_PORT", "0",
                "COUNTERSIGN_KEYS", keys.revealJson(),
                "COUNTERSIGN_SMS_SENDER", "handset",
                "COUNTERSIGN_SMS_DOMAIN", "login.example.com",
                "COUNTERSIGN_EXPIRY_INTERVAL", "1s",
                "COUNTERSIGN_METRICS_PORT", "0"));
        environment.putAll(settings);
        config = ServiceConfig.load(ServiceConfig.Mode.DEV, environment, Map.of());
        service = Service.start(config, sender.apply(clock), clock);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
                .usePlaintext()
                .build();
        secret = service.projects().create("test", Environment.TEST);
    }

    static TestService onFreshDatabase(EmbeddedPostgres postgres) {
        return sendingBy(Handset::new, postgres);
    }

    static TestService sendingBy(Function<InstantSource, SmsSender> sender, EmbeddedPostgres postgres) {
        var database = "test_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(database);
        return new TestService(postgres.jdbcUrl(database), KeyRing.generate(), Map.of(), sender);
    }

    /// With settings besides, by their environment variables.
    static TestService settingOn(EmbeddedPostgres postgres, Map<String, String> settings) {
        var database = "test_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(database);
        return new TestService(postgres.jdbcUrl(database), KeyRing.generate(), settings, Handset::new);
    }

    /// Connections besides those of the service, one at a time, without autocommit.
    HikariDataSource transactional() {
        var pool = new HikariConfig();
        pool.setJdbcUrl(jdbcUrl);
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(1);
        return new HikariDataSource(pool);
    }

    PasscodeServiceBlockingStub passcodes() {
        return passcodesAs(secret.project().value() + ":" + secret.secret().revealOnce());
    }

    PasscodeServiceBlockingStub passcodesAs(String credentials) {
        return PasscodeServiceGrpc.newBlockingStub(channel).withInterceptors(showing(credentials));
    }

    /// The same at another process.
    PasscodeServiceBlockingStub passcodesOn(ManagedChannel other) {
        return PasscodeServiceGrpc.newBlockingStub(other)
                .withInterceptors(
                        showing(secret.project().value() + ":" + secret.secret().revealOnce()));
    }

    SessionServiceBlockingStub sessions() {
        return sessionsAs(secret);
    }

    SessionServiceBlockingStub sessionsAs(NewSecret who) {
        return anonymousSessions()
                .withInterceptors(
                        showing(who.project().value() + ":" + who.secret().revealOnce()));
    }

    SessionServiceBlockingStub anonymousSessions() {
        return SessionServiceGrpc.newBlockingStub(channel);
    }

    UserServiceBlockingStub users() {
        return usersAs(secret);
    }

    UserServiceBlockingStub usersAs(NewSecret who) {
        return UserServiceGrpc.newBlockingStub(channel)
                .withInterceptors(
                        showing(who.project().value() + ":" + who.secret().revealOnce()));
    }

    static ClientInterceptor showing(NewSecret who) {
        return showing(who.project().value() + ":" + who.secret().revealOnce());
    }

    private static ClientInterceptor showing(String credentials) {
        var headers = new Metadata();
        headers.put(
                AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    List<HandsetMessage> messagesTo(String number) {
        return HandsetServiceGrpc.newBlockingStub(channel)
                .listMessages(
                        ListMessagesRequest.newBuilder().setPhoneNumber(number).build())
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
