package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/// Calls a gateway as a web back end would.
final class RestClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI gateway;
    private final Credentials credentials;

    RestClient(int port, Credentials credentials) {
        this.gateway = URI.create("http://127.0.0.1:" + port);
        this.credentials = credentials;
    }

    /// No test outlives its code.
    Answer login(String number) {
        return post("/v1/otps/sms/login_or_create", """
                {"phone_number": "%s", "expiration_minutes": 10}""".formatted(number));
    }

    Answer authenticate(String phoneId, String code) {
        return post("/v1/otps/authenticate", """
                {"method_id": "%s", "code": "%s", "session_duration_minutes": 60}""".formatted(phoneId, code));
    }

    URI address() {
        return gateway;
    }

    /// Waits until so many messages have arrived, and gives the code of the newest.
    String codeOf(String number, int messages) {
        return Eventually.gives(Eventually.SOON, () -> codesOf(number), codes -> codes.size() >= messages)
                .getFirst();
    }

    /// Newest first.
    List<String> codesOf(String number) {
        var messages = send(request("/dev/messages?phone_number=" + URLEncoder.encode(number, StandardCharsets.UTF_8)));
        return StreamSupport.stream(messages.body().path("messages").spliterator(), false)
                .map(message -> message.path("code").asText())
                .toList();
    }

    Answer post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /// For a browser on this machine.
    String url(String path) {
        return "http://localhost:" + gateway.getPort() + path;
    }

    /// With the credentials of the project.
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", credentials.basic());
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).timeout(LIMIT);
    }

    /// Throws `UncheckedIOException` if nobody answers.
    Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            return Answer.of(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// A file that is asked for.
    HttpResponse<byte[]> file(String path, String json) {
        try {
            return http.send(
                    request(path)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What comes back on a connection that these characters are sent on, whether they are HTTP or not.
    Answer raw(String request) {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var parts = answer.split("\r\n\r\n", 2);
            assertThat(parts[0]).containsIgnoringCase("content-type: application/json");
            return Answer.of(Integer.parseInt(answer.split(" ", 3)[1]), parts[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
