package dev.countersign.audit;

import com.google.protobuf.Timestamp;
import dev.countersign.erasure.Erasures;
import dev.countersign.keys.Stamps;
import dev.countersign.ledger.Leaf;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretRole;
import dev.countersign.proof.Hash;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.trail.Readings;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditDimension;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.CountAuditEventsRequest;
import dev.countersign.v1.CountAuditEventsResponse;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExplainChallengeRequest;
import dev.countersign.v1.ExplainChallengeResponse;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import dev.countersign.v1.GetAuditEventRequest;
import dev.countersign.v1.GetAuditEventResponse;
import dev.countersign.v1.GetAuditorRequest;
import dev.countersign.v1.GetAuditorResponse;
import dev.countersign.v1.GetCheckpointRequest;
import dev.countersign.v1.GetCheckpointResponse;
import dev.countersign.v1.GetErasureCertificateRequest;
import dev.countersign.v1.GetErasureCertificateResponse;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.ListAuditEventsResponse;
import dev.countersign.v1.ProveConsistencyRequest;
import dev.countersign.v1.ProveConsistencyResponse;
import dev.countersign.v1.ProveInclusionRequest;
import dev.countersign.v1.ProveInclusionResponse;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// `AuditService`, translated.
public final class AuditRpc extends AuditServiceGrpc.AuditServiceImplBase {
    private static final int USUAL_LIMIT = 100;

    /// What a timestamp may be: the years 1 to 9999.
    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final AuditSearch search;
    private final AuditCounting counting;
    private final AuditTelling telling;
    private final ProvenLedger ledgers;
    private final LedgerSigners signers;
    private final Stamps stamps;
    private final AuditWatches watches;
    private final Readings readings;
    private final ChallengeEntries challenges;
    private final AuditExports exports;
    private final Erasures erasures;

    public static AuditRpc on(
            DataSource database,
            PersonalData personal,
            LedgerSigners signers,
            Stamps stamps,
            AuditWatches watches,
            Readings readings,
            AuditExports exports) {
        return new AuditRpc(
                new AuditSearch(database, personal),
                new AuditCounting(database, personal),
                new AuditTelling(database, personal, new Subjects()),
                new ProvenLedger(database),
                signers,
                stamps,
                watches,
                readings,
                new ChallengeEntries(database),
                exports,
                new Erasures(database));
    }

    private AuditRpc(
            AuditSearch search,
            AuditCounting counting,
            AuditTelling telling,
            ProvenLedger ledgers,
            LedgerSigners signers,
            Stamps stamps,
            AuditWatches watches,
            Readings readings,
            ChallengeEntries challenges,
            AuditExports exports,
            Erasures erasures) {
        this.search = search;
        this.counting = counting;
        this.telling = telling;
        this.ledgers = ledgers;
        this.signers = signers;
        this.stamps = stamps;
        this.watches = watches;
        this.readings = readings;
        this.challenges = challenges;
        this.exports = exports;
        this.erasures = erasures;
    }

    @Override
    public void getAuditor(GetAuditorRequest request, StreamObserver<GetAuditorResponse> responses) {
        var caller = Caller.current();
        answer(
                responses,
                GetAuditorResponse.newBuilder()
                        .setProjectId(caller.project().value())
                        .setSecretId(caller.secret().value())
                        .setMayReveal(caller.role() == SecretRole.AUDITOR_CLEAR)
                        .build());
    }

    @Override
    public void listAuditEvents(ListAuditEventsRequest request, StreamObserver<ListAuditEventsResponse> responses) {
        var project = Caller.current().project();
        var limit = request.getLimit() == 0 ? USUAL_LIMIT : request.getLimit();
        var wanted = wanted(request.getFilter());
        var reading = reading("ListAuditEvents", wanted, request.getRevealPersonalData());
        var found =
                search.find(project, wanted, place(request.getCursor(), project), request.getOldestFirst(), limit + 1);
        var page = found.subList(0, Math.min(limit, found.size()));
        reading.begin(readings, page.size());
        var response = ListAuditEventsResponse.newBuilder()
                .addAllEvents(tell(
                        page.stream()
                                .map(one ->
                                        new AuditTelling.Numbered(one.place().entry(), one.position()))
                                .toList(),
                        reading));
        if (found.size() > limit) {
            response.setNextCursor(page.getLast().place().cursor(project, stamps));
        }
        answer(responses, response.build());
    }

    @Override
    public void countAuditEvents(CountAuditEventsRequest request, StreamObserver<CountAuditEventsResponse> responses) {
        var wanted = wanted(request.getFilter());
        var range = CountRange.of(wanted.from(), wanted.before(), request.getStepSeconds());
        reading("CountAuditEvents", wanted, false).begin(readings, 0);
        var apart = EnumSet.noneOf(AuditDimension.class);
        apart.addAll(request.getGroupByList());
        answer(
                responses,
                CountAuditEventsResponse.newBuilder()
                        .setFrom(Timestamp.newBuilder().setSeconds(range.from().getEpochSecond()))
                        .setStepSeconds(range.stepSeconds())
                        .addAllSeries(counting.count(Caller.current().project(), wanted, range, apart))
                        .build());
    }

    @Override
    public void getAuditEvent(GetAuditEventRequest request, StreamObserver<GetAuditEventResponse> responses) {
        var reading = new Reading(
                Caller.current(),
                "GetAuditEvent",
                FilterNote.ofEntry(request.getEntry()),
                request.getRevealPersonalData());
        var leaf = leaf(Caller.current().project(), request.getEntry())
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_AUDIT_EVENT_NOT_FOUND));
        reading.begin(readings, 1);
        var told = tell(
                List.of(new AuditTelling.Numbered(leaf.entry(), leaf.event().position())), reading);
        answer(
                responses,
                GetAuditEventResponse.newBuilder()
                        .setEvent(told.stream()
                                .findFirst()
                                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_AUDIT_EVENT_NOT_FOUND)))
                        .build());
    }

    @Override
    public void explainChallenge(ExplainChallengeRequest request, StreamObserver<ExplainChallengeResponse> responses) {
        var caller = Caller.current();
        var challenge = request.getChallengeId();
        var reading = new Reading(
                caller, "ExplainChallenge", FilterNote.ofChallenge(challenge), request.getRevealPersonalData());
        var entries = challenges.of(caller.project(), challenge);
        reading.begin(readings, entries.size());
        var events = tell(entries, reading);
        var issued = events.stream()
                .filter(event -> event.getChallengeId().equals(challenge))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_CHALLENGE_NOT_FOUND));
        var failed = entries.stream()
                .filter(entry -> entry.entry() == issued.getEntry())
                .map(entry -> challenges.failedBefore(issued.getPhoneId(), entry.position()))
                .findFirst()
                .orElse(OptionalInt.empty());
        answer(responses, new ChallengeStory(challenge, events, failed).told());
    }

    @Override
    public void watchAuditEvents(WatchAuditEventsRequest request, StreamObserver<WatchAuditEventsResponse> responses) {
        var wanted = wanted(request.getFilter());
        var from = request.hasFromEntry() ? OptionalLong.of(request.getFromEntry()) : OptionalLong.empty();
        watches.watch(
                Caller.current(),
                new Reading(
                        Caller.current(),
                        "WatchAuditEvents",
                        FilterNote.ofWatch(wanted, from),
                        request.getRevealPersonalData()),
                wanted,
                from,
                (ServerCallStreamObserver<WatchAuditEventsResponse>) responses);
    }

    @Override
    public void getCheckpoint(GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> responses) {
        var ledger = Caller.current().project().value();
        var signed = (request.getSize() == 0
                        ? ledgers.newestCheckpoint(ledger)
                        : ledgers.checkpointOver(ledger, request.getSize()))
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_CHECKPOINT_NOT_FOUND));
        var told = GetCheckpointResponse.newBuilder()
                .setCheckpoint(signed.note())
                .setSize(signed.size())
                .setKey(signers.of(ledger).key().text())
                .setSignedAt(timestamp(signed.at()));
        ledgers.contradictedSince(ledger).ifPresent(since -> told.setContradictedSince(timestamp(since)));
        answer(responses, told.build());
    }

    @Override
    public void proveInclusion(ProveInclusionRequest request, StreamObserver<ProveInclusionResponse> responses) {
        var project = Caller.current().project();
        var proof = inRange(() -> ledgers.inclusion(project.value(), request.getEntry(), request.getSize()));
        var leaf = leaf(project, request.getEntry())
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_AUDIT_EVENT_NOT_FOUND));
        new Reading(Caller.current(), "ProveInclusion", FilterNote.ofEntry(request.getEntry()), false)
                .begin(readings, 1);
        answer(
                responses,
                ProveInclusionResponse.newBuilder()
                        .setLeaf(new String(leaf.bytes(), StandardCharsets.UTF_8))
                        .addAllPath(proof.path().stream().map(Hash::toString).toList())
                        .build());
    }

    @Override
    public void proveConsistency(ProveConsistencyRequest request, StreamObserver<ProveConsistencyResponse> responses) {
        var ledger = Caller.current().project().value();
        var proof = inRange(() -> ledgers.consistency(ledger, request.getEarlierSize(), request.getLaterSize()));
        answer(
                responses,
                ProveConsistencyResponse.newBuilder()
                        .addAllPath(proof.path().stream().map(Hash::toString).toList())
                        .build());
    }

    @Override
    public void exportAuditEvents(
            ExportAuditEventsRequest request, StreamObserver<ExportAuditEventsResponse> responses) {
        var wanted = wanted(request.getFilter());
        var reading = reading("ExportAuditEvents", wanted, AuditExports.isRevealed(request));
        exports.begin(
                reading, readings, request, wanted, (ServerCallStreamObserver<ExportAuditEventsResponse>) responses);
    }

    @Override
    public void getErasureCertificate(
            GetErasureCertificateRequest request, StreamObserver<GetErasureCertificateResponse> responses) {
        var ledger = Caller.current().project().value();
        new Reading(Caller.current(), "GetErasureCertificate", FilterNote.ofUser(request.getUserId()), false)
                .begin(readings, 0);
        var certified = erasures.of(request.getUserId(), ledger)
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_ERASURE_CERTIFICATE_NOT_FOUND));
        answer(
                responses,
                GetErasureCertificateResponse.newBuilder()
                        .setCertificate(certified.certificate())
                        .setCheckpoint(certified.checkpoint())
                        .setKey(signers.of(ledger).key().text())
                        .build());
    }

    private Reading reading(String rpc, Wanted wanted, boolean isRevealed) {
        return new Reading(Caller.current(), rpc, FilterNote.of(wanted), isRevealed);
    }

    private List<AuditEvent> tell(List<AuditTelling.Numbered> entries, Reading reading) {
        return telling.told(reading.caller().project(), entries).stream()
                .map(reading.isRevealed() ? Told::revealed : Told::event)
                .toList();
    }

    private Optional<Leaf> leaf(ProjectId project, long entry) {
        return ledgers.entries(project.value(), entry).stream()
                .findFirst()
                .flatMap(proven -> Optional.ofNullable(proven.leaf()));
    }

    private static <T> T inRange(Supplier<T> proof) {
        try {
            return proof.get();
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_LEDGER_RANGE_INVALID);
        }
    }

    private @Nullable AuditPlace place(String cursor, ProjectId project) {
        if (cursor.isEmpty()) {
            return null;
        }
        try {
            return AuditPlace.of(cursor, project, stamps);
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_AUDIT_CURSOR);
        }
    }

    private static Wanted wanted(AuditFilter filter) {
        return new Wanted(
                time("recorded_from", filter.hasRecordedFrom(), filter.getRecordedFrom()),
                time("recorded_before", filter.hasRecordedBefore(), filter.getRecordedBefore()),
                text(filter.getType()),
                filter.getOutcome() == AuditOutcome.AUDIT_OUTCOME_UNSPECIFIED
                        ? Optional.empty()
                        : Optional.of(filter.getOutcome()),
                text(filter.getReason()),
                text(filter.getUserId()),
                text(filter.getPhoneNumber())
                        .map(number -> PhoneNumber.parse(number)
                                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER))),
                text(filter.getChallengeId()),
                text(filter.getSessionId()),
                text(filter.getIpAddress())
                        .map(address -> IpAddress.parse(address)
                                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_IP_ADDRESS))),
                text(filter.getCountry()),
                text(filter.getProvider()),
                text(filter.getRequestId()));
    }

    private static Optional<String> text(String given) {
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    /// No rule of the proto files says it: what is no time cannot be compared there.
    private static Optional<Instant> time(String field, boolean given, Timestamp at) {
        if (given
                && (at.getSeconds() < FIRST_SECOND
                        || at.getSeconds() > LAST_SECOND
                        || at.getNanos() < 0
                        || at.getNanos() > 999_999_999)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_ARGUMENT).with("field", "filter." + field);
        }
        return given ? Optional.of(Instant.ofEpochSecond(at.getSeconds(), at.getNanos())) : Optional.empty();
    }

    /// At the edge of what there is if somebody has written some other moment into the database.
    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(Math.clamp(at.getEpochSecond(), FIRST_SECOND, LAST_SECOND))
                .setNanos(at.getNano())
                .build();
    }

    private static <T> void answer(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
