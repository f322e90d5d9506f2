package dev.countersign.rpc;

import static dev.countersign.rpc.DoorSteps.LOGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.config.Networks;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcServerTest {
    private final DoorSteps door = new DoorSteps();

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "countersign.v1.PasscodeService",
                "countersign.v1.SessionService",
                "countersign.v1.HandsetService"
            })
    void itServesFromTheMomentItIsReady(String service) {
        assertThat(health(service)).isEqualTo(ServingStatus.NOT_SERVING);

        door.server.ready();

        assertThat(health(service)).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void healthKnowsOnlyWhatIsServed() {
        assertThatThrownBy(() -> health("no.such.Service")).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void reflectionListsTheServicesForAnybody() throws Exception {
        var listed = new CompletableFuture<List<String>>();
        var requests = ServerReflectionGrpc.newStub(door.channel).serverReflectionInfo(new ListedServices(listed));
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        requests.onCompleted();

        assertThat(listed.get(10, TimeUnit.SECONDS))
                .containsExactlyInAnyOrder(
                        "countersign.v1.PasscodeService",
                        "countersign.v1.SessionService",
                        "countersign.v1.HandsetService",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void callsRunOnVirtualThreads() {
        var virtual = new CompletableFuture<Boolean>();
        door.passcodes.says(() -> virtual.complete(Thread.currentThread().isVirtual()));

        door.caller().loginOrCreateBySms(LOGIN);

        assertThat(virtual).isCompletedWithValue(true);
    }

    @Test
    void closingLetsARunningCallEndAndTakesNoNewOne() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        door.passcodes.says(() -> {
            inside.countDown();
            awaitUninterrupted(leave);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> door.caller().loginOrCreateBySms(LOGIN));
            awaitUninterrupted(inside);
            var closing = threads.submit(door.server::close);
            var refused = threads.submit(this::refusal);

            assertThat(Status.fromThrowable(refused.get(10, TimeUnit.SECONDS)).getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            leave.countDown();

            assertThat(running.get(10, TimeUnit.SECONDS).getUserCreated()).isFalse();
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBusyPortIsToldInOneLine() {
        var taken = new Endpoint(
                "127.0.0.1",
                door.server.port(),
                1000,
                Optional.empty(),
                false,
                Optional.empty(),
                Networks.parse("127.0.0.0/8, ::1"));
        var second = new GrpcServer(taken, door.door(), List.of(door.passcodes));

        assertThatThrownBy(second::start)
                .isInstanceOf(CannotListen.class)
                .hasMessage("Cannot listen on grpc.host = 127.0.0.1, grpc.port = " + door.server.port()
                        + ": Address already in use");
        second.close();
    }

    @Test
    void anUnknownHostIsToldInOneLine() {
        var nowhere = new Endpoint(
                "nowhere.invalid",
                0,
                1000,
                Optional.empty(),
                true,
                Optional.empty(),
                Networks.parse("127.0.0.0/8, ::1"));
        var server = new GrpcServer(nowhere, door.door(), List.of(door.passcodes));

        assertThatThrownBy(server::start)
                .isInstanceOf(CannotListen.class)
                .hasMessage("Cannot listen on grpc.host = nowhere.invalid, grpc.port = 0: there is no such host");
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "countersign.internal"})
    void plainTextIsForLoopbackUnlessAskedFor(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(
                        host,
                        9090,
                        1000,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Networks.parse("127.0.0.0/8, ::1")))
                .withMessageContaining("grpc.tls.certificate")
                .withMessageContaining("grpc.allow-plaintext");

        assertThat(new Endpoint(
                                host,
                                9090,
                                1000,
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                Networks.parse("127.0.0.0/8, ::1"))
                        .host())
                .isEqualTo(host);
    }

    /// What newcomers are told once they are no longer let in.
    private Throwable refusal() {
        Throwable refusal;
        do {
            refusal = catchThrowable(this::newcomer);
        } while (refusal == null);
        return refusal;
    }

    private void newcomer() {
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", door.server.port())
                .usePlaintext()
                .build();
        try {
            HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Duration.ofSeconds(5))
                    .check(HealthCheckRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(door.channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException impatient) {
            throw new AssertionError(impatient);
        }
    }

    private record ListedServices(CompletableFuture<List<String>> names)
            implements StreamObserver<ServerReflectionResponse> {
        @Override
        public void onNext(ServerReflectionResponse response) {
            names.complete(response.getListServicesResponse().getServiceList().stream()
                    .map(ServiceResponse::getName)
                    .toList());
        }

        @Override
        public void onError(Throwable problem) {
            names.completeExceptionally(problem);
        }

        @Override
        public void onCompleted() {
            names.completeExceptionally(new AssertionError("no answer"));
        }
    }
}
