package dev.countersign.product;

import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Callers who log new numbers in, one after the other, until nobody answers any more.
final class LoginLoad {
    private static final int CALLERS = 16;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final RestClient client;
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final CountDownLatch calling = new CountDownLatch(CALLERS);

    private LoginLoad(RestClient client) {
        this.client = client;
    }

    /// Begins, and returns when so many logins were acknowledged.
    static LoginLoad on(RestClient client, int logins) {
        var load = new LoginLoad(client);
        IntStream.range(0, CALLERS).forEach(caller -> Thread.ofVirtual().start(load::call));
        Eventually.gives(LIMIT, load.acknowledged::size, size -> size >= logins);
        return load;
    }

    private void call() {
        try {
            while (true) {
                login(PhoneNumbers.fresh());
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                refusals.add("silence");
            }
            calling.countDown();
        }
    }

    private void login(String number) {
        var answer = client.login(number);
        if (answer.status() == 200) {
            acknowledged.add(new Acknowledged(number, answer.text("user_id"), answer.text("phone_id")));
        } else {
            refusals.add(answer.status() + " " + answer.text("error_type"));
        }
    }

    /// Waits until no caller gets an answer any more, and gives all that they were told.
    List<Acknowledged> ended() {
        try {
            if (!calling.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(calling.getCount() + " callers still wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return List.copyOf(acknowledged);
    }

    /// The answers of another kind, each once, such as `503 server_unavailable`, and `silence` if there was none though
    /// the connection held.
    Set<String> refusals() {
        return Set.copyOf(refusals);
    }
}
