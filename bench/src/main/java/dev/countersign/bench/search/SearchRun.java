package dev.countersign.bench.search;

import dev.countersign.bench.driver.Numbers;
import dev.countersign.bench.report.Progress;
import dev.countersign.keys.KeyRing;
import dev.countersign.project.ProjectId;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.UserServiceGrpc;
import dev.countersign.v1.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Fills a database, measures each filter over gRPC, one search after the other, and pages through all.
public final class SearchRun {

    /// What a search at the median may take.
    private static final double MOST_MILLIS = 50;

    private static final int STEP = 100_000;
    private static final int WARM_UP = 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final UserServiceBlockingStub users;
    private final DataSource database;
    private final Progress progress;
    private final Population population;
    private final List<Searched> searched = new ArrayList<>();
    private Paging.@Nullable Outcome paging;

    public SearchRun(KeyRing keys, int port, String authorization, DataSource database, Progress progress) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, authorization);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        users = UserServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        this.database = database;
        this.progress = progress;
        var credentials = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        population = new Population(
                keys,
                new ProjectId(credentials.substring(0, credentials.indexOf(':'))),
                Instant.parse("2020-01-01T00:00:00Z"));
    }

    /// How many steps the progress has.
    public static int steps(int users) {
        return (users + STEP - 1) / STEP + 2;
    }

    public void fill(int count) throws SQLException, IOException, InterruptedException, ExecutionException {
        for (var from = 0; from < count; from += STEP) {
            progress.begin("users from %,d".formatted(from));
            var middle = Math.min(count, from + STEP / 2);
            var first = from;
            var end = Math.min(count, from + STEP);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var half = threads.submit(() -> store(first, middle));
                store(middle, end);
                half.get();
            }
        }
    }

    private boolean store(int from, int to) throws SQLException, IOException {
        population.store(database, from, to);
        return true;
    }

    /// True if each median was small enough.
    public boolean search(int count, int rounds) {
        progress.begin("searches");
        for (var round = 0; round < WARM_UP; round++) {
            for (var search : Case.all(population, count)) {
                measure(search, count, 1);
            }
        }
        for (var search : Case.all(population, count)) {
            searched.add(measure(search, count, rounds));
        }
        return searched.stream().allMatch(one -> one.millis(50) < MOST_MILLIS);
    }

    /// True if the paging told everybody once.
    public boolean page(int count) throws InterruptedException {
        progress.begin("paging while users are created");
        var numbers = new Numbers();
        var outcome = new Paging(users, population).run(count, () -> strangers(numbers));
        paging = outcome;
        channel.shutdownNow();
        return outcome.isGood();
    }

    private Searched measure(Case search, int count, int rounds) {
        var random = new Random(searched.size() + rounds);
        var micros = new Histogram(3);
        var total = 0;
        for (var round = 0; round < rounds; round++) {
            var request = SearchUsersRequest.newBuilder()
                    .setQuery(search.of(population.person(random.nextInt(count))))
                    .build();
            var begin = System.nanoTime();
            var answer = users.searchUsers(request);
            micros.recordValue((System.nanoTime() - begin) / 1_000);
            total = answer.getResultsMetadata().getTotal();
        }
        return new Searched(search, micros, total);
    }

    /// A number that none of the population has: theirs are of areas with even numbers.
    private static String strangers(Numbers numbers) {
        var number = numbers.next();
        while ((number.charAt(4) - '0') % 2 == 0) {
            number = numbers.next();
        }
        return number;
    }

    /// A table for people.
    public String searches() {
        var lines = new StringBuilder("| filter | matches | p50 ms | p99 ms |\n| --- | --: | --: | --: |\n");
        searched.forEach(one -> lines.append(one.line()).append('\n'));
        return lines.toString();
    }

    /// The same in a sentence.
    public String paging() {
        return paging instanceof Paging.Outcome outcome
                ? "Paging: %,d told in %.0f s; missing %d, repeated %d; %,d created meanwhile."
                        .formatted(
                                outcome.told(),
                                outcome.seconds(),
                                outcome.missing(),
                                outcome.repeated(),
                                outcome.created())
                : "";
    }
}
