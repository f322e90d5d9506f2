package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopTest {
    @Test
    void requestsUnderWayFinishAndNewOnesAreRefused() throws Exception {
        var begun = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        try (var rig = new Rig();
                var open = new Socket(
                        InetAddress.getLoopbackAddress(), rig.gateway().port());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.service().plays(request -> {
                begun.countDown();
                enough.await();
                return Answers.LOGIN;
            });
            rig.get("/readyz"); // loads classes: the stop closes connections that were silent for a second
            // This connection has served a request already, so that the server knows it.
            request(open);
            assertThat(new String(open.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .endsWith("200");
            var underWay = threads.submit(() -> rig.post(Rig.LOGIN, "{}"));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            var stopped = threads.submit(rig.gateway()::close);
            waitUntilRefused(rig);
            assertThat(stopped.isDone()).isFalse();
            request(open);
            var answer = new String(open.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            // Either it is told so, or its connection, which was idle, is closed without a word.
            assertThat(answer.substring(answer.indexOf('}') + 1))
                    .satisfiesAnyOf(
                            second -> assertThat(second)
                                    .startsWith("HTTP/1.1 503")
                                    .contains("Connection: close", "\"error_type\":\"server_unavailable\""),
                            second -> assertThat(second).isEmpty());

            enough.countDown();
            assertThat(underWay.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aRequestThatDoesNotFinishIsWaitedForOnlySoLong() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var limits = Map.of("COUNTERSIGN_SERVICE_DEADLINE", "2s", "COUNTERSIGN_HTTP_STOP_TIMEOUT", "2s");
        try (var rig = new Rig(limits);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.service().plays(request -> {
                begun.countDown();
                never.await();
                return Answers.LOGIN;
            });
            var underWay = threads.submit(
                    () -> rig.raw()
                            .sendAndStayOpen(
                                    "POST " + Rig.LOGIN
                                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"));
            var _ = threads.submit(() -> rig.post(Rig.LOGIN, "{}"));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            var before = System.nanoTime();
            rig.gateway().close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            underWay.cancel(true);
            never.countDown();
        }
    }

    @Test
    void twoGatewaysCannotHaveOnePort() {
        try (var rig = new Rig()) {
            var taken =
                    Map.of("COUNTERSIGN_HTTP_PORT", String.valueOf(rig.gateway().port()));

            assertThatThrownBy(() -> new Rig(taken))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(
                            "Cannot listen on 127.0.0.1:" + rig.gateway().port());
        }
    }

    @Test
    void closingTwiceIsQuiet() {
        try (var rig = new Rig()) {
            rig.gateway().close();
            rig.gateway().close();
        }
    }

    private static void request(Socket socket) throws Exception {
        socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void waitUntilRefused(Rig rig) throws Exception {
        while (!refused(rig.gateway().port())) {
            Thread.onSpinWait();
        }
    }

    /// A connection that still waited to be accepted when the port closed is reset: that was the last one let in.
    private static boolean refused(int port) throws Exception {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}
