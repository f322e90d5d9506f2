package dev.countersign.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A server that checkpoints are posted to, each as it was signed. It has one once it has answered with 2xx.
public final class CheckpointPost implements CheckpointTarget {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    public CheckpointPost(URI url) {
        this.url = url;
    }

    @Override
    public String name() {
        return "url " + url;
    }

    @Override
    public void put(String ledger, long size, String note) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString(note))
                .build();
        var status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("It answered with " + status);
        }
    }
}
