package dev.countersign.audit;

import dev.countersign.evidence.EvidenceWriter;
import dev.countersign.ledger.LedgerSource;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.project.LiveSecrets;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.rpc.Seats;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// Writes the audit trail into files, of any size: a page at a time, and no faster than the caller takes it.
public final class AuditExports {
    /// How many are written at once, at most a quarter of them (one at least) for one project.
    private static final int MOST = 8;

    private static final String NDJSON = "application/x-ndjson";

    private final AuditSearch search;
    private final ProvenLedger ledgers;
    private final LedgerSource source;
    private final LiveSecrets secrets;
    private final Seats seats = new Seats(MOST);

    public AuditExports(DataSource database, PersonalData personal, LiveSecrets secrets) {
        this.search = new AuditSearch(database, personal);
        this.ledgers = new ProvenLedger(database);
        this.source = new LedgerSource(database);
        this.secrets = secrets;
    }

    /// Begins to write, and returns.
    ///
    /// @throws Refusal `CHECKPOINT_NOT_FOUND` or `TOO_MANY_EXPORTS`
    void begin(
            Caller caller,
            ExportAuditEventsRequest request,
            Wanted wanted,
            ServerCallStreamObserver<ExportAuditEventsResponse> responses) {
        var job = job(caller.project(), request, wanted);
        if (!seats.take(caller.project())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_EXPORTS);
        }
        var out = new ExportStream(
                responses, () -> !secrets.among(Set.of(caller.secret())).isEmpty());
        Thread.ofVirtual().name("export").start(Context.current().wrap(() -> {
            try {
                run(job, out, responses);
            } finally {
                seats.giveBack(caller.project());
            }
        }));
    }

    /// Writes all of it.
    private interface Job {
        void write(ExportStream out) throws IOException;
    }

    private Job job(ProjectId project, ExportAuditEventsRequest request, Wanted wanted) {
        var checkpoint = checkpoint(project, request.getSize());
        var selection = request.getFilter().equals(AuditFilter.getDefaultInstance())
                ? LedgerSource.Selection.ALL
                : new SelectedEntries(search, project, wanted);
        return out -> {
            out.is(NDJSON);
            source.tell(
                    project.value(),
                    checkpoint.size(),
                    new TreeSet<>(Set.of(request.getKeptSize())),
                    selection,
                    new EvidenceWriter(checkpoint.note(), out));
        };
    }

    private ProvenLedger.Signed checkpoint(ProjectId project, long size) {
        return (size == 0 ? ledgers.newestCheckpoint(project.value()) : ledgers.checkpointOver(project.value(), size))
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_CHECKPOINT_NOT_FOUND));
    }

    private static void run(Job job, ExportStream out, ServerCallStreamObserver<ExportAuditEventsResponse> responses) {
        try {
            job.write(out);
            out.flush();
            responses.onCompleted();
        } catch (ExportStream.Gone _) {
            if (!responses.isCancelled()) {
                responses.onError(Refusal.of(ErrorReason.ERROR_REASON_REQUEST_TIMEOUT));
            }
        } catch (IOException | RuntimeException e) {
            responses.onError(e);
        }
    }
}
