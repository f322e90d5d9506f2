package dev.countersign.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/// A gateway on a free port in front of a [ScriptedService], and a client for it.
final class Rig implements AutoCloseable {
    static final String LOGIN = "/v1/otps/sms/login_or_create";
    static final String PROJECT = "project-test-3f1c1f6e-6b5b-4a53-9d39-0c0f5c6f3a10";
    static final String BASIC = Basic.of(PROJECT, "secret-test-not-a-real-one");

    private final ScriptedService service;
    private final Gateway gateway;
    private final HttpClient client;

    Rig() {
        this(Map.of());
    }

    /// @param settings as in the environment, besides the addresses
    Rig(Map<String, String> settings) {
        this(settings, HttpClient.Version.HTTP_1_1);
    }

    Rig(Map<String, String> settings, HttpClient.Version version) {
        service = new ScriptedService();
        var environment = new HashMap<String, String>(
                Map.of("COUNTERSIGN_SERVICE_ADDRESS", "127.0.0.1:" + service.port(), "COUNTERSIGN_HTTP_PORT", "0"));
        environment.putAll(settings);
        gateway = Gateway.start(GatewayConfig.load(environment));
        client = HttpClient.newBuilder().version(version).build();
    }

    ScriptedService service() {
        return service;
    }

    Gateway gateway() {
        return gateway;
    }

    RawHttp raw() {
        return new RawHttp(gateway.port());
    }

    HttpRequest.Builder to(String path) {
        return anonymous(path).header("Authorization", BASIC);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        var request = to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
        service.close();
    }
}
