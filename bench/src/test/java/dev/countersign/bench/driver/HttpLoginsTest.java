package dev.countersign.bench.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoginsTest {

    private HttpServer server;
    private HttpLogins logins;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        logins = new HttpLogins(server.getAddress().getPort(), "Basic Y29kZQ==");
    }

    @AfterEach
    void stop() {
        logins.close();
        server.stop(0);
    }

    @Test
    void findsThePhoneInTheAnswer() throws IOException {
        server.createContext("/v1/otps/sms/login_or_create", call -> {
            assertThat(call.getRequestHeaders().getFirst("Authorization")).isEqualTo("Basic Y29kZQ==");
            answer(call, 200, "{\"status_code\": 200, \"phone_id\": \"phone-number-test-1\"}");
        });

        assertThat(logins.start("+12025550162", 10)).isEqualTo("phone-number-test-1");
        assertThat(logins.start("+12025550162", 10)).isEqualTo("phone-number-test-1");
    }

    @Test
    void anyOtherStatusIsAFailure() {
        server.createContext("/v1/otps/authenticate", call -> answer(call, 429, "{\"status_code\": 429}"));

        assertThatThrownBy(() -> logins.finish("phone-number-test-1", "123456"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("429");
    }

    private static void answer(HttpExchange call, int status, String json) throws IOException {
        var body = json.getBytes(UTF_8);
        call.getRequestBody().readAllBytes();
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
