package dev.countersign.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/// Logins through the gateway: JSON over HTTP/1.1, on as many connections as there are calls at once.
public final class HttpLogins implements Logins {

    private static final Pattern PHONE_ID = Pattern.compile("\"phone_id\" *: *\"([^\"]+)\"");

    private static final Pattern TOKEN = Pattern.compile("\"session_token\" *: *\"([^\"]+)\"");

    private static final Pattern JWT = Pattern.compile("\"session_jwt\" *: *\"([^\"]*)\"");

    private final int port;
    private final String authorization;
    private final Queue<HttpConnection> free = new ConcurrentLinkedQueue<>();

    /// @param authorization the header with the project's credentials
    public HttpLogins(int port, String authorization) {
        this.port = port;
        this.authorization = authorization;
    }

    @Override
    public String start(String number, int expirationMinutes) throws IOException {
        var answer = post(
                "/v1/otps/sms/login_or_create",
                "{\"phone_number\":\"" + number + "\",\"expiration_minutes\":" + expirationMinutes + "}");
        var phoneId = PHONE_ID.matcher(answer);
        if (!phoneId.find()) {
            throw new IOException("The answer names no phone.");
        }
        return phoneId.group(1);
    }

    @Override
    public void finish(String phoneId, String code) throws IOException {
        post("/v1/otps/authenticate", "{\"method_id\":\"" + phoneId + "\",\"code\":\"" + code + "\"}");
    }

    @Override
    public String finishWithSession(String phoneId, String code) throws IOException {
        var answer = post(
                "/v1/otps/authenticate",
                "{\"method_id\":\"" + phoneId + "\",\"code\":\"" + code + "\",\"session_duration_minutes\":60}");
        var token = TOKEN.matcher(answer);
        if (!token.find()) {
            throw new IOException("The answer has no token.");
        }
        return token.group(1);
    }

    @Override
    public String check(String token, boolean isSigned) throws IOException {
        var answer = post(
                "/v1/sessions/authenticate",
                "{\"session_token\":\"" + token + "\",\"omit_session_jwt\":" + !isSigned + "}");
        var jwt = JWT.matcher(answer);
        if (!jwt.find() || jwt.group(1).isEmpty() == isSigned) {
            throw new IOException("The answer lacks its JWT.");
        }
        return jwt.group(1);
    }

    /// A connection that failed is not used again.
    private String post(String path, String json) throws IOException {
        var connection = connection();
        try {
            var body = connection.post(path, json);
            free.add(connection);
            return body;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private HttpConnection connection() throws IOException {
        for (var waiting = free.poll(); waiting != null; waiting = free.poll()) {
            if (!waiting.isOld()) {
                return waiting;
            }
            waiting.close();
        }
        return new HttpConnection(port, authorization);
    }

    @Override
    public void close() {
        try {
            for (var connection = free.poll(); connection != null; connection = free.poll()) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
