package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowClientTest {
    private static final String HEAD =
            "POST " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    @AutoClose
    private final Rig rig =
            new Rig(Map.of("COUNTERSIGN_HTTP_IDLE_TIMEOUT", "1s", "COUNTERSIGN_SERVICE_DEADLINE", "100ms"));

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
        var reply = rig.raw().sendAndStayOpen(HEAD + "Content-Length: 10\r\n\r\n{");

        StytchError.check(reply, 408, "request_timeout");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void aBodyThatTricklesInIsNotWaitedForLongEither() throws Exception {
        try (var socket = new Socket(
                        InetAddress.getLoopbackAddress(), rig.gateway().port());
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            var out = socket.getOutputStream();
            out.write((HEAD + "Content-Length: 60000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var trickle = clock.scheduleAtFixedRate(() -> write(out, ' '), 50, 50, TimeUnit.MILLISECONDS);

            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(line).isEqualTo("HTTP/1.1 408");
            trickle.cancel(false);
        }
    }

    /// Each of them has sent the head of its request, and half of the body.
    @Test
    void thoseWhoSendSlowlyDoNotTakeTheRoomOfOthers() throws Exception {
        try (var strict = new Rig(Map.of("COUNTERSIGN_HTTP_MAX_REQUESTS", "1"))) {
            strict.service().answers(LoginOrCreateBySmsResponse.getDefaultInstance());
            var slow = new ArrayList<Socket>();
            try {
                for (var client = 0; client < 20; client++) {
                    var socket = new Socket(
                            InetAddress.getLoopbackAddress(), strict.gateway().port());
                    slow.add(socket);
                    socket.getOutputStream()
                            .write((HEAD + "Content-Length: 10\r\n\r\n{    ").getBytes(StandardCharsets.US_ASCII));
                }

                assertThat(strict.post(Rig.LOGIN, "{\"phone_number\": \"+12025550162\"}")
                                .statusCode())
                        .isEqualTo(200);
            } finally {
                for (var socket : slow) {
                    socket.close();
                }
            }
        }
    }

    private static void write(OutputStream out, int character) {
        try {
            out.write(character);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
