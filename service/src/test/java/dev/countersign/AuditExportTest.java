package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.evidence.EvidenceFile;
import dev.countersign.evidence.Kept;
import dev.countersign.evidence.Verdict;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.SecretRole;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import dev.countersign.v1.GetCheckpointRequest;
import dev.countersign.v1.GetCheckpointResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Evidence, from a running service to the verifier.
class AuditExportTest {
    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.onFreshDatabase(postgres);
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void exportIsProvenByItsCheckpointAndByAnOlderOne() throws Exception {
        var older = grown(1);
        var newer = grown(90);

        var verdict = verdict(export(ExportAuditEventsRequest.getDefaultInstance()), kept(older, newer));

        assertThat(verdict.damages()).isEmpty();
        assertThat(verdict.undecided()).isEmpty();
        assertThat(verdict.checkpoints()).isEqualTo(3);
        assertThat(verdict.proven()).isEqualTo(newer.getSize()).isGreaterThan(256);
        assertThat(verdict.omitted()).isZero();
        assertThat(verdict(
                                export(ExportAuditEventsRequest.newBuilder()
                                        .setSize(older.getSize())
                                        .build()),
                                kept(older))
                        .proven())
                .isEqualTo(older.getSize());
    }

    @Test
    void whatAFilterLeavesOutIsProvenByItsHashes() throws Exception {
        var older = grown(1);
        var newer = grown(90);
        var filter = AuditFilter.newBuilder().setType("user.UserCreated");

        var verdict = verdict(
                export(ExportAuditEventsRequest.newBuilder()
                        .setFilter(filter)
                        .setKeptSize(older.getSize())
                        .build()),
                kept(older, newer));

        assertThat(verdict.damages()).isEmpty();
        assertThat(verdict.undecided()).isEmpty();
        assertThat(verdict.entries() - verdict.omitted()).isBetween(90L, 91L);
        assertThat(verdict(
                                export(ExportAuditEventsRequest.newBuilder()
                                        .setFilter(AuditFilter.newBuilder().setType("none"))
                                        .build()),
                                kept(newer))
                        .omitted())
                .isEqualTo(newer.getSize());
    }

    @Test
    void entryThatIsGoneFromTheStoreIsLeftOut() throws Exception {
        var checkpoint = grown(3);
        sql("delete from event where global_index = (select min(positions[2]) from ledger_tile where level = 0)");

        var verdict = verdict(export(ExportAuditEventsRequest.getDefaultInstance()), kept(checkpoint));

        assertThat(verdict.damages()).isEmpty();
        assertThat(verdict.gaps()).containsExactly(new Verdict.Range(1, 2));
    }

    @Test
    void noCheckpointNoEvidence() {
        var size = grown(1).getSize() + 1000;

        assertThat(reasonOf(() -> export(
                        ExportAuditEventsRequest.newBuilder().setSize(size).build())))
                .isEqualTo("CHECKPOINT_NOT_FOUND");
    }

    @Test
    void exportThatIsRefusedIsNotNotedAsRevealed() throws SQLException {
        var _ = grown(1);
        var clear = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);
        var revealing = ExportAuditEventsRequest.newBuilder()
                .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV)
                .setRevealPersonalData(true);
        auditor = clear;

        assertThat(reasonOf(() -> export(revealing.clone().setSize(1_000_000).build())))
                .isEqualTo("CHECKPOINT_NOT_FOUND");
        assertThat(revealed()).isZero();
        assertThat(export(revealing.build())).isNotEmpty();
        assertThat(revealed()).isOne();
    }

    /// How often the trail says that something was told in clear, but for what came on top of it.
    private long revealed() throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("""
                        select count(*) from event where payload_type = 'audit.TrailRead'
                        and (convert_from(payload, 'UTF8')::jsonb ->> 'revealed')::boolean
                        and (convert_from(payload, 'UTF8')::jsonb ->> 'calls')::int > 0""")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void evidenceIsNotedWithItsNumberOfEntries() throws Exception {
        var checkpoint = grown(3);
        var told = verdict(export(ExportAuditEventsRequest.getDefaultInstance()), kept(checkpoint))
                .entries();
        service.clock.advance(Duration.ofMinutes(1));

        assertThat(told).isPositive();
        Eventually.gives(this::noted, entries -> entries == told);
    }

    /// How many entries exports told, as the trail says.
    private long noted() {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("""
                        select coalesce(sum((said ->> 'entries')::bigint), 0)
                        from event, convert_from(payload, 'UTF8') as text, cast(text as jsonb) as said
                        where payload_type = 'audit.TrailRead' and said ->> 'rpc' = 'ExportAuditEvents'""")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filterThatMakesNoSenseIsRefused() {
        var _ = grown(1);

        assertThat(reasonOf(() -> export(ExportAuditEventsRequest.newBuilder()
                        .setFilter(AuditFilter.newBuilder().setPhoneNumber("12"))
                        .build())))
                .isEqualTo("INVALID_PHONE_NUMBER");
    }

    @Test
    void onlyAFewAreWrittenAtOnce() throws SQLException {
        var _ = grown(90);
        var narrow = NettyChannelBuilder.forAddress("127.0.0.1", service.service.port())
                .usePlaintext()
                .flowControlWindow(64 * 1024)
                .build();
        var open = new ArrayList<Context.CancellableContext>();
        try {
            // One piece is not all, and nobody takes the next.
            open.add(begin(narrow));
            open.add(begin(narrow));
            assertThat(reasonOf(() -> export(ExportAuditEventsRequest.getDefaultInstance())))
                    .isEqualTo("TOO_MANY_EXPORTS");
            auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);
            assertThat(reasonOf(() -> export(ExportAuditEventsRequest.newBuilder()
                            .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV)
                            .setRevealPersonalData(true)
                            .build())))
                    .isEqualTo("TOO_MANY_EXPORTS");
            assertThat(revealed()).isZero();
        } finally {
            open.forEach(context -> context.cancel(null));
            narrow.shutdownNow();
        }
        var _ = Eventually.gives(this::isExported, done -> done);
    }

    private boolean isExported() {
        try {
            return export(ExportAuditEventsRequest.getDefaultInstance()).length > 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private Context.CancellableContext begin(ManagedChannel channel) {
        var context = Context.current().withCancellation();
        context.run(() -> {
            var pieces = AuditServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(TestService.showing(auditor))
                    .exportAuditEvents(ExportAuditEventsRequest.getDefaultInstance());
            assertThat(pieces.next().getBody().getContentType()).isEqualTo("application/x-ndjson");
        });
        return context;
    }

    private Kept kept(GetCheckpointResponse... checkpoints) throws NoteException {
        var kept = Kept.nothingBut(NoteKey.parse(checkpoints[0].getKey()));
        for (var checkpoint : checkpoints) {
            kept = kept.with(checkpoint.getCheckpoint());
        }
        return kept;
    }

    private static Verdict verdict(byte[] file, Kept kept) throws IOException {
        return new EvidenceFile(new ByteArrayInputStream(file), kept).verify();
    }

    private byte[] export(ExportAuditEventsRequest request) {
        var file = new ByteArrayOutputStream();
        Iterator<ExportAuditEventsResponse> pieces = audit().exportAuditEvents(request);
        while (pieces.hasNext()) {
            file.writeBytes(pieces.next().getBody().getData().toByteArray());
        }
        return file.toByteArray();
    }

    /// Lets so many persons log in, and gives a checkpoint that covers it.
    /// A checkpoint over all that so many logins did.
    private GetCheckpointResponse grown(int logins) {
        for (var last = 0; last < logins; last++) {
            var _ = service.passcodes()
                    .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber("+120255501%02d".formatted(last))
                            .build());
        }
        var last = ask("select max(global_index) from event");
        Eventually.gives(() -> ask("select global_index from ledger_position"), taken -> taken >= last);
        var entries =
                ask("select count(*) from ledger_tile t join ledger l using (ledger_id) cross join unnest(positions) p"
                        + " where t.level = 0 and p <= " + last + " and l.name = '"
                        + service.secret.project().value() + "'");
        return Eventually.gives(
                () -> {
                    service.clock.advance(Duration.ofMinutes(1));
                    return checkpoint();
                },
                found -> found.getSize() >= entries);
    }

    private long ask(String question) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private GetCheckpointResponse checkpoint() {
        try {
            return audit().getCheckpoint(GetCheckpointRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return GetCheckpointResponse.getDefaultInstance();
        }
    }

    private void sql(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private AuditServiceBlockingStub audit() {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(auditor));
    }
}
