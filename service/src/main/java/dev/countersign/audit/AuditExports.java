package dev.countersign.audit;

import dev.countersign.evidence.EvidenceWriter;
import dev.countersign.forms.ExportForm;
import dev.countersign.ledger.LedgerPlaces;
import dev.countersign.ledger.LedgerSource;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.project.LiveSecrets;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.rpc.Seats;
import dev.countersign.trail.Readings;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// Writes the audit trail into files, of any size: a page at a time, and no faster than the caller takes it.
public final class AuditExports {
    /// How many are written at once, at most a quarter of them (one at least) for one project.
    private static final int MOST = 8;

    private static final String NDJSON = "application/x-ndjson";

    private final AuditSearch search;
    private final AuditTelling telling;
    private final ProvenLedger ledgers;
    private final LedgerPlaces places;
    private final LedgerSource source;
    private final LiveSecrets secrets;
    private final Seats seats = new Seats(MOST);

    public AuditExports(DataSource database, PersonalData personal, LiveSecrets secrets) {
        this.search = new AuditSearch(database, personal);
        this.telling = new AuditTelling(database, personal, new Subjects());
        this.ledgers = new ProvenLedger(database);
        this.places = new LedgerPlaces(database);
        this.source = new LedgerSource(database);
        this.secrets = secrets;
    }

    /// Whether an export tells entries in clear.
    static boolean isRevealed(ExportAuditEventsRequest request) {
        return request.getRevealPersonalData() && !isEvidence(request);
    }

    private static boolean isEvidence(ExportAuditEventsRequest request) {
        return request.getFormat() == AuditExportFormat.AUDIT_EXPORT_FORMAT_UNSPECIFIED
                || request.getFormat() == AuditExportFormat.AUDIT_EXPORT_FORMAT_EVIDENCE;
    }

    /// Begins to write, and returns.
    ///
    /// @param reading is noted once nothing refuses it, before anything is told, and at the end with the number of
    /// entries
    /// @throws Refusal `CHECKPOINT_NOT_FOUND` or `TOO_MANY_EXPORTS`
    void begin(
            Reading reading,
            Readings readings,
            ExportAuditEventsRequest request,
            Wanted wanted,
            ServerCallStreamObserver<ExportAuditEventsResponse> responses) {
        var caller = reading.caller();
        var job = isEvidence(request)
                ? evidence(reading, readings, request, wanted)
                : lines(reading, readings, request, wanted);
        if (!seats.take(caller.project())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_EXPORTS);
        }
        try {
            reading.begin(readings, 0);
        } catch (RuntimeException e) {
            seats.giveBack(caller.project());
            throw e;
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

    /// All that is there now, or that a checkpoint covers.
    private Job lines(Reading reading, Readings readings, ExportAuditEventsRequest request, Wanted wanted) {
        var project = reading.caller().project();
        var form = ExportForm.of(request.getFormat(), project);
        var size = request.getSize() == 0
                ? places.sizes(List.of(project.value())).getOrDefault(project.value(), 0L)
                : checkpoint(project, request.getSize()).size();
        var export =
                new ToldExport(new FoundEntries(search, telling, project, wanted, size), form, reading.isRevealed());
        return out -> {
            try {
                export.write(out);
            } finally {
                reading.end(readings, export.told());
            }
        };
    }

    private Job evidence(Reading reading, Readings readings, ExportAuditEventsRequest request, Wanted wanted) {
        var project = reading.caller().project();
        var checkpoint = checkpoint(project, request.getSize());
        var selection = request.getFilter().equals(AuditFilter.getDefaultInstance())
                ? LedgerSource.Selection.ALL
                : new SelectedEntries(search, project, wanted);
        return out -> {
            out.is(NDJSON);
            var evidence = new EvidenceWriter(checkpoint.note(), out);
            try {
                source.tell(
                        project.value(),
                        checkpoint.size(),
                        new TreeSet<>(Set.of(request.getKeptSize())),
                        selection,
                        evidence);
            } finally {
                reading.end(readings, evidence.entries());
            }
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
