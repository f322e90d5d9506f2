package dev.countersign.bench.audit;

import dev.countersign.Service;
import dev.countersign.bench.report.Progress;
import dev.countersign.v1.AuditDimension;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.CountAuditEventsRequest;
import dev.countersign.v1.ExplainChallengeRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/// Measures searches and counts of the audit trail over gRPC, by one caller, one call after the other.
public final class AuditRun {
    /// What any of it at the median may take.
    private static final double MOST_MILLIS = 100;

    private static final int WARM_UP = 5;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final DataSource database;
    private final String jdbcUrl;
    private final Progress progress;
    private final List<String> lines = new ArrayList<>();
    private boolean isFast = true;

    public AuditRun(DataSource database, String jdbcUrl, Progress progress) {
        this.database = database;
        this.jdbcUrl = jdbcUrl;
        this.progress = progress;
    }

    /// How many steps the progress has.
    public static int steps(int events) {
        return events / 1_000_000 + 8;
    }

    /// Unless it is filled already.
    public void fill(int events) throws SQLException, IOException {
        if (Kept.in(database).isEmpty()) {
            var _ = new AuditFill(database, jdbcUrl, progress).fill(events);
        }
    }

    /// True if each median was small enough.
    public boolean measure(int times) throws SQLException {
        var kept = Kept.in(database).orElseThrow();
        var some = Specimens.of(database);
        try (Service service = Serving.on(kept.keyRing(), jdbcUrl)) {
            var channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
                    .usePlaintext()
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    .build();
            var audit = audit(channel, kept.credentials());
            var month = kept.month();
            progress.begin("searches");
            lists(audit, AuditCase.all(month, some), times);
            progress.begin("counts");
            counts(audit, month, some, times);
            progress.begin("challenges");
            lines.add("");
            lines.add("| | p50 ms | p99 ms |");
            lines.add("| --- | --: | --: |");
            line(
                    "ExplainChallenge",
                    measured(
                            times,
                            n -> audit.explainChallenge(ExplainChallengeRequest.newBuilder()
                                    .setChallengeId(some.at(n).challenge())
                                    .build())));
            channel.shutdownNow();
        }
        return isFast;
    }

    private static AuditServiceBlockingStub audit(ManagedChannel channel, String credentials) {
        var headers = new Metadata();
        headers.put(
                AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return AuditServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private void lists(AuditServiceBlockingStub audit, List<AuditCase> cases, int times) {
        lines.add("| filter | order | entries | first page: p50 ms | p99 ms | second: p50 ms | p99 ms |");
        lines.add("| --- | --- | --: | --: | --: | --: | --: |");
        for (var one : cases) {
            for (var oldestFirst : List.of(false, true)) {
                IntFunction<ListAuditEventsRequest.Builder> request = n -> ListAuditEventsRequest.newBuilder()
                        .setFilter(one.filter(n))
                        .setLimit(100)
                        .setOldestFirst(oldestFirst);
                var found = audit.listAuditEvents(request.apply(1).build());
                var first = measured(
                        times, n -> audit.listAuditEvents(request.apply(n).build()));
                var next = found.getNextCursor();
                var second = next.isEmpty()
                        ? " | "
                        : told(measured(
                                times,
                                n -> audit.listAuditEvents(
                                        request.apply(1).setCursor(next).build())));
                lines.add("| %s | %s | %s | %s | %s |"
                        .formatted(
                                one.name(),
                                oldestFirst ? "oldest" : "newest",
                                next.isEmpty() ? "%,d".formatted(found.getEventsCount()) : "100+",
                                told(first),
                                second));
            }
        }
    }

    private void counts(AuditServiceBlockingStub audit, Month month, Specimens some, int times) {
        lines.add("");
        lines.add("| counted | p50 ms | p99 ms |");
        lines.add("| --- | --: | --: |");
        var hour = 3_600;
        var all = month.length();
        count(audit, month, "a month by hours", all, hour, times, new AuditCase("", (filter, n) -> {}));
        for (var dimension : List.of(
                AuditDimension.AUDIT_DIMENSION_TYPE,
                AuditDimension.AUDIT_DIMENSION_OUTCOME,
                AuditDimension.AUDIT_DIMENSION_REASON,
                AuditDimension.AUDIT_DIMENSION_COUNTRY,
                AuditDimension.AUDIT_DIMENSION_PROVIDER)) {
            count(
                    audit,
                    month,
                    "a month by hours, apart by "
                            + dimension
                                    .name()
                                    .substring("AUDIT_DIMENSION_".length())
                                    .toLowerCase(Locale.ROOT),
                    all,
                    hour,
                    times,
                    new AuditCase("", (filter, n) -> {}),
                    dimension);
        }
        count(
                audit,
                month,
                "a month by hours, apart by type, outcome, reason, country and provider",
                all,
                hour,
                times,
                new AuditCase("", (filter, n) -> {}),
                AuditDimension.AUDIT_DIMENSION_TYPE,
                AuditDimension.AUDIT_DIMENSION_OUTCOME,
                AuditDimension.AUDIT_DIMENSION_REASON,
                AuditDimension.AUDIT_DIMENSION_COUNTRY,
                AuditDimension.AUDIT_DIMENSION_PROVIDER);
        count(
                audit,
                month,
                "a month by hours, one country",
                all,
                hour,
                times,
                new AuditCase("", (filter, n) -> filter.setCountry("US")));
        count(
                audit,
                month,
                "a month by hours, one type, apart by country",
                all,
                hour,
                times,
                new AuditCase("", (filter, n) -> filter.setType("passcode.CodeIssued")),
                AuditDimension.AUDIT_DIMENSION_COUNTRY);
        count(
                audit,
                month,
                "a month by days, apart by type",
                all,
                24 * hour,
                times,
                new AuditCase("", (filter, n) -> {}),
                AuditDimension.AUDIT_DIMENSION_TYPE);
        count(
                audit,
                month,
                "33 hours by minutes, apart by type",
                Duration.ofHours(33),
                60,
                times,
                new AuditCase("", (filter, n) -> {}),
                AuditDimension.AUDIT_DIMENSION_TYPE);
        count(
                audit,
                month,
                "an hour by minutes, apart by type",
                Duration.ofHours(1),
                60,
                times,
                new AuditCase("", (filter, n) -> {}),
                AuditDimension.AUDIT_DIMENSION_TYPE);
        count(
                audit,
                month,
                "a month by hours, anybody",
                all,
                hour,
                times,
                new AuditCase("", (filter, n) -> filter.setUserId(some.at(n).user())),
                AuditDimension.AUDIT_DIMENSION_TYPE);
    }

    private void count(
            AuditServiceBlockingStub audit,
            Month month,
            String name,
            Duration length,
            int step,
            int times,
            AuditCase filter,
            AuditDimension... apart) {
        var from = month.from().plus(month.length()).minus(length);
        line(
                name,
                measured(
                        times,
                        n -> audit.countAuditEvents(CountAuditEventsRequest.newBuilder()
                                .setFilter(filter.filter(n).toBuilder()
                                        .setRecordedFrom(AuditCase.timestamp(from))
                                        .setRecordedBefore(AuditCase.timestamp(from.plus(length))))
                                .setStepSeconds(step)
                                .addAllGroupBy(List.of(apart))
                                .build())));
    }

    private void line(String name, Histogram micros) {
        lines.add("| %s | %s |".formatted(name, told(micros)));
    }

    private Histogram measured(int times, IntFunction<?> call) {
        var micros = new Histogram(3);
        for (var n = 0; n < WARM_UP + times; n++) {
            var begin = System.nanoTime();
            var _ = call.apply(n);
            if (n >= WARM_UP) {
                micros.recordValue((System.nanoTime() - begin) / 1_000);
            }
        }
        isFast &= micros.getValueAtPercentile(50) < MOST_MILLIS * 1e3;
        return micros;
    }

    private static String told(Histogram micros) {
        return "%.1f | %.1f".formatted(micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3);
    }

    /// A table for people.
    public String text() {
        return String.join("\n", lines);
    }
}
