package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.audit.AuditRebuild;
import dev.countersign.audit.AuditViewCheck;
import dev.countersign.ledger.EntryNumbers;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.operator.RetentionRules;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.HoldName;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.RetentionClass;
import dev.countersign.project.SecretRole;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.InclusionProof;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.retention.AbsentEvents;
import dev.countersign.retention.LedgerRules;
import dev.countersign.retention.Retention;
import dev.countersign.retention.RetentionSweep;
import dev.countersign.retention.RetentionSweep.Swept;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.GetAuditEventRequest;
import dev.countersign.v1.GetCheckpointRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.ProveInclusionRequest;
import dev.countersign.v1.RevokeSessionRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// What is dropped, what is not, and that the rest can be proven.
class RetentionTest {
    private static final String NUMBER = "+12025550162";
    private static final String NOTES = "select aggregate_id from event where payload_type = 'project.EventsDropped'";
    private static final HoldName CASE = new HoldName("CASE-17");

    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;
    private EventSourcing eventSourcing;
    private RetentionRules rules;
    private HikariDataSource pool;
    private RetentionSweep sweep;

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
        var names = EventNames.of(List.of(ProjectEvent.class), List.of());
        eventSourcing = EventSourcing.on(database(), database(), new EventSourcing.Commits(1, false), names)
                .aggregate(Project.class)
                .build();
        eventSourcing.start();
        rules = new RetentionRules(eventSourcing.transactions(), eventSourcing.commands(), service.clock);
        var settings = new HikariConfig();
        settings.setJdbcUrl(service.jdbcUrl);
        settings.setAutoCommit(false);
        settings.setMaximumPoolSize(2);
        pool = new HikariDataSource(settings);
        sweep = new RetentionSweep(pool, signers(), service.clock);
    }

    @AfterEach
    void stop() throws InterruptedException {
        sweep.close();
        pool.close();
        eventSourcing.close();
        service.close();
    }

    @Test
    void whatIsKeptBeginsWithAWholeMonth() {
        var thirteen = new Retention(service.secret.project(), RetentionClass.LOGINS, 13);
        assertThat(thirteen.before(Instant.parse("2026-11-30T23:59:59.999999Z")))
                .isEqualTo("2025-10-01T00:00:00Z");
        assertThat(thirteen.before(Instant.parse("2026-12-01T00:00:00Z"))).isEqualTo("2025-11-01T00:00:00Z");
    }

    @Test
    void withoutARuleNothingIsDropped() {
        history();
        var before = types();

        assertThat(sweep.sweep(inMonths(100))).isEqualTo(new Swept(0, 0, 0));

        assertThat(types()).isEqualTo(before);
    }

    @Test
    void ruleDropsItsClassOnceItsMonthsAreOver() {
        history();
        keep(RetentionClass.MESSAGES, 2);
        var before = types();

        sweep.sweep(inMonths(2));
        assertThat(types()).isEqualTo(before);

        sweep.sweep(inMonths(3));
        assertThat(types())
                .isEqualTo(before.stream()
                        .filter(type -> RetentionClass.of(type) != RetentionClass.MESSAGES)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyClassIsDroppedByItself(RetentionClass entries) {
        history();
        keep(entries, 1);
        var before = types();

        sweep.sweep(inMonths(5));

        assertThat(types())
                .isEqualTo(before.stream()
                        .filter(type -> RetentionClass.of(type) != entries)
                        .toList());
        isCountedAsItIs();
    }

    @Test
    void eventsOfCodesAndSessionsThatAreOverGoWithTheirLastEntry() {
        history();
        keep(RetentionClass.LOGINS, 1);
        sweep.sweep(inMonths(5));
        assertThat(events("passcode.CodeIssued")).isEqualTo(3);

        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));

        // The newest challenges of the two phones, and the session that lives.
        assertThat(events("passcode.CodeIssued")).isEqualTo(2);
        assertThat(events("session.SessionStarted")).isEqualTo(1);
        assertThat(events("user.UserCreated")).isEqualTo(2);
    }

    @Test
    void whatWasNewestGoesOnceItIsNotAnyMore() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));
        var left = events("passcode.CodeIssued");

        login(NUMBER);
        settle();
        sweep.sweep(inMonths(5));

        assertThat(events("passcode.CodeIssued")).isEqualTo(left);
    }

    @Test
    void everybodyCanLogInAfterwards() {
        history();
        for (var entries : RetentionClass.values()) {
            keep(entries, 1);
        }
        sweep.sweep(inMonths(5));

        var login = login(NUMBER);
        assertThat(login.getUserCreated()).isFalse();
        var session = authenticate(login.getPhoneId(), service.codeOf(NUMBER, 3));
        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), service.codeOf(NUMBER, 3))))
                .isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
        assertThat(service.sessions()
                        .authenticateSession(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(session)
                                .build())
                        .getSessionToken())
                .isEqualTo(session);
    }

    @Test
    void holdOnAProjectKeepsEverything() {
        history();
        keep(RetentionClass.LOGINS, 1);
        rules.place(service.secret.project(), CASE, Optional.empty());
        settle();
        var before = types();

        sweep.sweep(inMonths(5));
        assertThat(types()).isEqualTo(before);

        rules.lift(service.secret.project(), CASE);
        settle();
        assertThat(sweep.sweep(inMonths(5)).entries()).isPositive();
    }

    @Test
    void holdOnAUserKeepsWhatIsAboutTheUser() {
        var user = history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        var before = ask("select count(*) from audit_entry where user_id = '" + user + "'");
        rules.place(service.secret.project(), CASE, Optional.of(user));

        sweep.sweep(inMonths(5));

        assertThat(ask("select count(*) from audit_entry where user_id = '" + user + "'"))
                .isEqualTo(before);
        assertThat(ask("select count(*) from audit_entry where user_id <> '" + user + "' and type like 'passcode.%'"))
                .isZero();
        assertThat(ask("select count(*) from event e join audit_entry a on a.position = e.global_index"
                        + " where a.user_id = '" + user + "'"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdKeepsEventsWhoseEntriesWereDroppedBefore(boolean ofOneUser) {
        var user = history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));
        var issued = events("passcode.CodeIssued");
        rules.place(service.secret.project(), CASE, ofOneUser ? Optional.of(user) : Optional.empty());
        // The newest code of the phone is not the newest any more.
        login(NUMBER);
        settle();

        assertThat(sweep.sweep(inMonths(5)).events()).isZero();
        assertThat(events("passcode.CodeIssued")).isEqualTo(issued + 1);

        rules.lift(service.secret.project(), CASE);
        assertThat(sweep.sweep(inMonths(5)).events()).as("no checkpoint yet").isZero();
        settle();
        assertThat(sweep.sweep(inMonths(5)).events()).isPositive();
        assertThat(events("passcode.CodeIssued")).isEqualTo(issued);
    }

    @Test
    void whatWasNotedBeforeItWasKnownWhoseItIsIsKeptByAnyHold() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));
        ask("with known as (update undropped_stream set project_id = null, user_id = null returning 1)"
                + " select count(*) from known");
        rules.place(service.secret.project(), CASE, Optional.of("somebody"));
        login(NUMBER);
        settle();

        assertThat(sweep.sweep(inMonths(5)).events()).isZero();
    }

    @Test
    void holdOnSomebodyElseKeepsNoEvents() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));
        rules.place(service.secret.project(), CASE, Optional.of("somebody"));
        login(NUMBER);
        settle();

        assertThat(sweep.sweep(inMonths(5)).events()).isPositive();
    }

    /// As the database's administrator would.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into retention (project_id, entries, months) select project_id, 'messages', 1 from project",
                "update retention set months = 1",
                "delete from legal_hold"
            })
    void nothingIsDroppedByRulesThatNobodySetNorInSpiteOfAHoldThatNobodyLifted(String change) {
        history();
        var ofHold = change.contains("legal_hold");
        keep(RetentionClass.LOGINS, ofHold ? 1 : 100);
        if (ofHold) {
            rules.place(service.secret.project(), CASE, Optional.empty());
        }
        settle();
        var before = types();
        var events = ask("select count(*) from event");

        assertThat(ask("with changed as (" + change + " returning 1) select count(*) from changed"))
                .isPositive();
        sweep.sweep(inMonths(5));

        assertThat(types()).isEqualTo(before);
        assertThat(ask("select count(*) from event")).isEqualTo(events);
    }

    /// As the database's administrator would: beside the ledger, and in it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into event overriding system value select -7, aggregate_id, 900000, aggregate_type,"
                        + " gen_random_uuid(), recorded_at, payload_type, payload_revision,"
                        + " replace(convert_from(payload, 'UTF8'), '100', '1')::bytea, metadata from event"
                        + " where payload_type = 'project.RetentionChanged'",
                "insert into event overriding system value select -7, aggregate_id, (select max(sequence_number) + 1"
                        + " from event o where o.aggregate_id = e.aggregate_id), aggregate_type, gen_random_uuid(),"
                        + " recorded_at, payload_type, payload_revision,"
                        + " replace(convert_from(payload, 'UTF8'), '100', '1')::bytea, metadata from event e"
                        + " where payload_type = 'project.RetentionChanged'",
                "update event set payload = replace(convert_from(payload, 'UTF8'), '100', '1')::bytea"
                        + " where payload_type = 'project.RetentionChanged'",
                "delete from event where payload_type = 'project.SecretAdded'",
                "update checkpoint set note = replace(note, '/', '/x')"
            })
    void nothingIsDroppedOfAProjectWhoseEventsWereAltered(String change) {
        history();
        keep(RetentionClass.LOGINS, change.contains("'100'") ? 100 : 1);
        var before = types();

        assertThat(ask("with changed as (" + change + " returning 1) select count(*) from changed"))
                .isPositive();

        assertThat(sweep.sweep(inMonths(5))).isEqualTo(new Swept(0, 0, 0));
        assertThat(types()).isEqualTo(before);
    }

    @Test
    void holdWhoseEventIsGoneHoldsOn() {
        history();
        keep(RetentionClass.LOGINS, 1);
        rules.place(service.secret.project(), CASE, Optional.empty());
        keep(RetentionClass.MESSAGES, 1);
        ask("with gone as (delete from event where payload_type = 'project.HoldPlaced' returning *), hold as"
                + " (delete from legal_hold returning 1), row as (delete from audit_entry"
                + " where type = 'project.HoldPlaced' returning 1), dropped as"
                + " (insert into dropped_event select global_index, recorded_at from gone returning 1) select 1");

        assertThat(sweep.sweep(inMonths(5))).isEqualTo(new Swept(0, 0, 0));
    }

    /// Rules that keep less count once they are signed; those that keep more at once.
    @Test
    void ruleCountsOnceACheckpointCoversItUnlessItKeepsMore() {
        history();
        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.of(1));
        assertThat(sweep.sweep(inMonths(5)).entries()).isZero();

        settle();
        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.of(100));
        assertThat(sweep.sweep(inMonths(5)).entries()).isZero();

        settle();
        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.of(1));
        settle();
        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.empty());
        assertThat(sweep.sweep(inMonths(5)).entries()).isZero();

        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.of(1));
        settle();
        assertThat(sweep.sweep(inMonths(5)).entries()).isPositive();
    }

    @Test
    void holdThatIsMissingInTheTableKeepsEventsWhoseEntriesWereDroppedBefore() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        sweep.sweep(inMonths(5));
        rules.place(service.secret.project(), CASE, Optional.empty());
        ask("with gone as (delete from legal_hold returning 1) select count(*) from gone");
        login(NUMBER);
        settle();

        assertThat(sweep.sweep(inMonths(5)).events()).isZero();
    }

    @Test
    void whatIsLeftCanBeProvenAgainstACheckpointThatIsOlder() throws NoteException {
        history();
        var kept = audit().getCheckpoint(GetCheckpointRequest.getDefaultInstance());
        var checkpoint = Checkpoint.open(kept.getCheckpoint(), List.of(NoteKey.parse(kept.getKey())));
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);

        assertThat(sweep.sweep(inMonths(5)).events()).isPositive();

        var gone = 0;
        for (var entry :
                new ProvenLedger(database()).entries(service.secret.project().value(), 0)) {
            if (entry.entry() < checkpoint.size() && entry.leaf() == null) {
                gone++;
                assertThat(reasonOf(() -> audit().getAuditEvent(GetAuditEventRequest.newBuilder()
                                .setEntry(entry.entry())
                                .build())))
                        .isEqualTo("AUDIT_EVENT_NOT_FOUND");
            } else if (entry.entry() < checkpoint.size()) {
                var proof = audit().proveInclusion(ProveInclusionRequest.newBuilder()
                        .setEntry(entry.entry())
                        .setSize(checkpoint.size())
                        .build());
                assertThat(new InclusionProof(
                                        entry.entry(),
                                        checkpoint.size(),
                                        proof.getPathList().stream()
                                                .map(Hash::parse)
                                                .toList())
                                .holds(Hash.leaf(proof.getLeaf().getBytes(StandardCharsets.UTF_8)), checkpoint.root()))
                        .isTrue();
            }
        }
        assertThat(gone).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LOGINS", "LOGINS MESSAGES", "CHANGES", "ACCESS MESSAGES", "LOGINS MESSAGES ACCESS CHANGES"})
    void rebuildBringsNothingBackAndTheViewIsFoundUndamaged(String classes) {
        history();
        for (var entries : classes.split(" ")) {
            keep(RetentionClass.valueOf(entries), 1);
        }
        sweep.sweep(inMonths(5));
        // With the rows of what was noted.
        settle();
        sweep.sweep(inMonths(5));
        // Codes lapse meanwhile.
        var known = ask("select global_index::int from ledger_position") + 1;
        var before = rows(known);
        InstantSource clock = () -> inMonths(5);
        var personal = new PersonalData(service.config.keyRing());
        assertThat(viewDamage(clock)).isEmpty();

        var _ = new AuditRebuild(database(), personal, signers(), clock, 2).run(new AuditRebuild.Progress() {
            @Override
            public void read(long entries, long ahead) {
                assertThat(ahead).isNotNegative();
            }

            @Override
            public void begin(String step) {
                assertThat(step).isNotEmpty();
            }
        });

        assertThat(rows(known)).isEqualTo(before);
        isCountedAsItIs();
        assertThat(viewDamage(clock)).isEmpty();
    }

    @Test
    void rowThatNoRuleDropsIsMissed() {
        history();
        keep(RetentionClass.LOGINS, 1);
        sweep.sweep(inMonths(5));
        ask("with gone as (delete from audit_entry where type = 'user.UserCreated' returning 1) select 1");

        assertThat(viewDamage(() -> inMonths(5))).isPresent();
    }

    /// The numbers of what is gone, and nothing else, in one note.
    @Test
    void whatWasDroppedIsNotedInTheLedger() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        assertThat(events("project.EventsDropped")).isZero();

        var swept = sweep.sweep(inMonths(5));
        settle();

        assertThat(swept.events()).isPositive();
        assertThat(absence()).isEmpty();
        var event = audit().listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(AuditFilter.newBuilder().setType("project.EventsDropped"))
                        .build())
                .getEvents(0);
        assertThat(event.getSystem()).isEqualTo("retention");
        var details = event.getDetails();
        assertThat(details.getFieldsOrThrow("entries").getNumberValue()).isEqualTo(swept.events());
        assertThat(details.getFieldsOrThrow("note").getStringValue())
                .contains("\nledger countersign/" + service.secret.project() + "\n")
                .contains("\nnumbers " + EntryNumbers.of(gone()) + "\n");
        var notes = texts(NOTES);
        for (var entries : RetentionClass.values()) {
            keep(entries, 1);
        }
        sweep.sweep(inMonths(9));
        assertThat(texts(NOTES)).as("kept for good").containsAll(notes);
        assertThat(notes).hasSize(1);
        assertThat(absence()).isEmpty();
    }

    @Test
    void eachSweepNotesWhatItDrops() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        for (var notes = 1; notes <= 3; notes++) {
            assertThat(sweep.sweep(inMonths(5)).events()).isPositive();
            assertThat(sweep.sweep(inMonths(5)).events()).isZero();
            assertThat(events("project.EventsDropped")).isEqualTo(notes);
            assertThat(absence()).isEmpty();
            login(NUMBER);
            settle();
        }
    }

    @Test
    void refusedCallsAreDroppedWithANote() {
        history();
        callInVain();
        keep(RetentionClass.ACCESS, 1);

        sweep.sweep(inMonths(5));

        assertThat(events("audit.CallRefused")).isZero();
        assertThat(absence()).isEmpty();
        ask("with gone as (delete from event where payload_type = 'project.EventsDropped' returning 1) select 1");
        assertThat(absence()).isPresent();
    }

    @Test
    void refusedCallThatCouldNotBeProvenGoesOnceItCan() {
        history();
        callInVain();
        keep(RetentionClass.ACCESS, 1);
        alter("payload = payload || 'x'::bytea");
        sweep.sweep(inMonths(5));
        assertThat(events("audit.CallRefused")).isPositive();

        alter("payload = substr(payload, 1, length(payload) - 1)");
        sweep.sweep(inMonths(5));

        assertThat(events("audit.CallRefused")).isZero();
        assertThat(absence()).isEmpty();
    }

    private void alter(String change) {
        ask("with altered as (update event set " + change + " where payload_type = 'audit.CallRefused' returning 1)"
                + " select 1");
    }

    private void callInVain() {
        assertThat(reasonOf(() -> service.passcodesAs(service.secret.project().value() + ":wrong")
                        .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                                .setPhoneNumber(NUMBER)
                                .build())))
                .isEqualTo("UNAUTHORIZED_CREDENTIALS");
        Eventually.gives(() -> events("audit.CallRefused"), refused -> refused > 0);
        settle();
    }

    @Test
    void streamsThatMayGoOneDayAreNotedWithTheirPlaces() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);

        sweep.sweep(inMonths(5));

        assertThat(ask("select count(*) from undropped_stream")).isPositive();
        assertThat(ask("select count(*) from undropped_stream u left join event e"
                        + " on e.aggregate_id = u.stream and e.sequence_number = 0 and e.global_index = u.position"
                        + " where e.global_index is null"))
                .isZero();
    }

    @Test
    void twoNodesThatSweepAtOnceNoteEverythingOnce() throws Exception {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        try (var other = new RetentionSweep(pool, signers(), service.clock);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = List.of(
                    threads.submit(() -> sweep.sweep(inMonths(5))), threads.submit(() -> other.sweep(inMonths(5))));
            for (var one : both) {
                one.get(1, TimeUnit.MINUTES);
            }
        }
        sweep.sweep(inMonths(5));
        settle();

        assertThat(absence()).isEmpty();
        assertThat(ask("select sum((convert_from(payload, 'UTF8')::json ->> 'entries')::int) from event"
                        + " where payload_type = 'project.EventsDropped'"))
                .isEqualTo(gone().size());
    }

    @Test
    void eventWhoseTimeIsGoneIsMissed() {
        history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        assertThat(sweep.sweep(inMonths(5)).events()).isPositive();

        ask("with gone as (delete from dropped_event returning 1) select 1");

        assertThat(absence()).isPresent();
    }

    /// Rows that lead the sweep to what no rule allows to drop, as the database's administrator might write them. With
    /// `access` 1 and `logins` 13 nothing else is old enough.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update session set session_id = session_id",
                "delete from session",
                "update event set recorded_at = '2020-01-01' where payload_type not like 'project.%'",
                "update event set payload_type = 'audit.TrailRead' where payload_type not like 'project.%'"
            })
    void rowsGetNoNoteForWhatNoRuleDrops(String besides) {
        history();
        keep(RetentionClass.ACCESS, 1);
        keep(RetentionClass.LOGINS, 13);
        keep(RetentionClass.MESSAGES, 13);
        keep(RetentionClass.CHANGES, 1);
        forgetEverythingBut("project");
        ask("with changed as (" + besides + " returning 1) select 1");
        var before = ask("select count(*) from event");

        assertThat(sweep.sweep(inMonths(5)).events()).isZero();

        assertThat(ask("select count(*) from event")).isEqualTo(before);
    }

    /// Also where it does not stand any more that the stream is about the user.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update undropped_stream set user_id = 'somebody'",
                "delete from legal_hold",
                "insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at, payload_type,"
                        + " payload_revision, payload, metadata) select aggregate_id, (select max(sequence_number) + 1"
                        + " from event o where o.aggregate_id = e.aggregate_id), aggregate_type, gen_random_uuid(),"
                        + " recorded_at, payload_type, payload_revision, regexp_replace(convert_from(payload, 'UTF8'),"
                        + " '\"user\":\"[^\"]*\"', '\"user\":\"somebody\"')::bytea, metadata from event e"
                        + " where payload_type = 'project.HoldPlaced'",
                "update event set payload = replace(convert_from(payload, 'UTF8'), '\"userId\":\"', '\"userId\":\"x')::bytea"
                        + " where payload_type = 'phone.PhoneRegistered'",
                "delete from event where payload_type = 'phone.PhoneRegistered'"
            })
    void rowsGetNoNoteForWhatIsAboutAUserWithAHold(String besides) {
        var user = history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        rules.place(service.secret.project(), CASE, Optional.of(user));
        settle();
        var held = "select count(*) from event where payload_type like 'passcode.%' and aggregate_id in (select"
                + " c.aggregate_id from event c where convert_from(c.payload, 'UTF8') like '%\"" + phoneOf(user)
                + "\"%')";
        forgetEverythingBut("project");
        var before = ask(held);
        assertThat(before).isPositive();
        ask("with changed as (" + besides + " returning 1) select 1");
        ask("with changed as (update undropped_stream set user_id = 'somebody' returning 1) select 1");

        sweep.sweep(inMonths(5));

        assertThat(ask(held)).isEqualTo(before);
    }

    /// Also where the tree was altered with it.
    @Test
    void eventThatWasMadeOldWithItsHashGetsNoNote() throws SQLException {
        history();
        keep(RetentionClass.LOGINS, 13);
        keep(RetentionClass.MESSAGES, 13);
        forgetEverythingBut("project");
        ask(
                "with changed as (update event set recorded_at = '2020-01-01' where payload_type like 'session.%' returning 1)"
                        + " select 1");
        var before = ask("select count(*) from event");
        var hashes = new ByteArrayOutputStream();
        for (var entry :
                new ProvenLedger(database()).entries(service.secret.project().value(), 0)) {
            hashes.writeBytes(Hash.leaf(requireNonNull(entry.leaf()).bytes()).value());
        }
        try (var connection = database().getConnection();
                var update = connection.prepareStatement("update ledger_tile set hashes = ? where level = 0"
                        + " and ledger_id = (select ledger_id from ledger where name = ?)")) {
            update.setBytes(1, hashes.toByteArray());
            update.setString(2, service.secret.project().value());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        assertThat(sweep.sweep(inMonths(5)).events()).isZero();

        assertThat(ask("select count(*) from event")).isEqualTo(before);
    }

    private String phoneOf(String user) {
        return texts("select aggregate_id from event where payload_type = 'phone.PhoneRegistered'"
                        + " and convert_from(payload, 'UTF8') like '%" + user + "%'")
                .getFirst();
    }

    /// As if everything could be dropped.
    private void forgetEverythingBut(String kind) {
        ask("with gone as (delete from audit_entry where type not like '" + kind + ".%' returning 1),"
                + " newest as (delete from newest_challenge returning 1),"
                + " streams as (insert into undropped_stream (stream, project_id, user_id)"
                + " select distinct aggregate_id, '" + service.secret.project() + "', 'somebody' from event"
                + " where aggregate_type <> '" + kind + "' on conflict do nothing returning 1) select 1");
    }

    @Test
    void rowOfAUserWhoWasHeldIsMissed() {
        var user = history();
        keep(RetentionClass.LOGINS, 1);
        keep(RetentionClass.MESSAGES, 1);
        rules.place(service.secret.project(), CASE, Optional.of(user));
        settle();
        sweep.sweep(inMonths(5));
        assertThat(viewDamage(() -> inMonths(5))).isEmpty();

        // Of somebody else nothing is left.
        ask("with gone as (delete from audit_entry where type = 'passcode.CodeVerified' and user_id = '" + user
                + "' returning *), counted as (insert into audit_count_change select ledger_id,"
                + " date_trunc('minute', recorded_at, 'UTC'), type, outcome, coalesce(reason, ''),"
                + " coalesce(country, ''), coalesce(provider, ''), -1 from gone) select 1");
        assertThat(viewDamage(() -> inMonths(5))).get().asString().contains("row of entry");
    }

    @Test
    void whatIsAboutAUserMayBeDroppedAsFarAsTheUserWasNotHeldThen() throws SQLException {
        history();
        keep(RetentionClass.LOGINS, 1);
        rules.place(service.secret.project(), CASE, Optional.of("somebody"));
        settle();
        var held = Instant.parse("2027-03-20T00:00:00Z");
        ask("with later as (update event set recorded_at = '" + held + "' where payload_type = 'project.HoldPlaced'"
                + " returning 1) select 1");
        var ledger = service.secret.project().value();
        var size = ask("select size::int from ledger where name = '" + ledger + "'");
        try (var connection = database().getConnection()) {
            var rules = LedgerRules.of(ledger, size, Instant.parse("2027-06-20T00:00:00Z"), connection);
            var before = Instant.parse("2027-01-31T23:59:59.999999Z");
            var type = "passcode.CodeVerified";
            assertThat(rules.mayBeDropped(type, before, "somebody")).isTrue();
            assertThat(rules.mayBeDropped(type, before.plusNanos(1_000), "somebody"))
                    .isFalse();
            assertThat(rules.mayBeDropped(type, before.plusNanos(1_000), "else"))
                    .isTrue();
            assertThat(rules.mayBeDropped(type, before.plusNanos(1_000), null)).isTrue();
        }
    }

    private Optional<String> absence() {
        return new AbsentEvents(
                        database(), Optional.empty(), service.config.keyRing().ledgerSeeds())
                .firstWrong(service.secret.project().value());
    }

    /// The entries whose events are gone.
    private List<Long> gone() {
        return new ProvenLedger(database())
                .entries(service.secret.project().value(), 0).stream()
                        .filter(entry -> entry.leaf() == null)
                        .map(ProvenLedger.Proven::entry)
                        .toList();
    }

    private Optional<String> viewDamage(InstantSource clock) {
        var ledger = service.secret.project().value();
        return new AuditViewCheck(database(), new PersonalData(service.config.keyRing()), clock)
                .firstWrong(ledger, ask("select size::int from ledger where name = '" + ledger + "'"), reached -> {});
    }

    private LedgerSigners signers() {
        return new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds());
    }

    private List<String> rows(int positions) {
        return texts("select e::text from audit_entry e where position < " + positions + " order by ledger_id, entry");
    }

    @Test
    void monthsWithoutEntriesAreDropped() {
        history();
        for (var entries : RetentionClass.values()) {
            keep(entries, 1);
        }

        sweep.sweep(inMonths(5));
        assertThat(types()).isEmpty();
        // The rows of what was noted, too.
        settle();
        var swept = sweep.sweep(inMonths(5));

        assertThat(ask("select count(*) from audit_entry")).isZero();
        assertThat(swept.months()).isEqualTo(1);
        assertThat(ask("select count(*) from pg_inherits where inhparent = to_regclass('audit_entry')"))
                .isZero();
        login(NUMBER);
        settle();
        assertThat(types()).contains("passcode.CodeIssued");
        isCountedAsItIs();
        assertThat(ask("select count(*) from audit_count where 0 = all (counts)"))
                .isZero();
    }

    private void isCountedAsItIs() {
        assertThat(CountedRows.differences(service.jdbcUrl)).isEmpty();
    }

    /// A user who logs in twice, with a session that lives and one that was revoked; and one who never does.
    private String history() {
        var login = login(NUMBER);
        var first = authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));
        var _ = service.sessions()
                .revokeSession(
                        RevokeSessionRequest.newBuilder().setSessionToken(first).build());
        login(NUMBER);
        authenticate(login.getPhoneId(), service.codeOf(NUMBER, 2));
        login("+12025550163");
        service.codeOf("+12025550163", 1);
        settle();
        return login.getUserId();
    }

    private void keep(RetentionClass entries, int months) {
        rules.keep(service.secret.project(), entries, Optional.of(months));
        settle();
    }

    /// Waits until every event has its entry, and a checkpoint covers it. Lets no more time pass than that takes: codes
    /// would expire.
    private void settle() {
        Eventually.gives(
                () -> ask("select (select count(*) from event where payload_type = 'passcode.CodeIssued')"
                                + " - (select count(*) from event where payload_type = 'passcode.CodeSent')")
                        + ask("select count(*) from event where global_index >"
                                + " (select global_index from ledger_position)"),
                behind -> behind == 0);
        service.clock.advance(Duration.ofSeconds(61));
        Eventually.gives(() -> ask("select count(*) from ledger where size > checkpoint_size"), behind -> behind == 0);
    }

    private static Instant inMonths(int months) {
        return Instant.now().atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setExpirationMinutes(10)
                        .build());
    }

    private String authenticate(String phone, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(500_000)
                        .build())
                .getSessionToken();
    }

    private AuditServiceBlockingStub audit() {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(auditor));
    }

    private int events(String type) {
        return ask("select count(*) from event where payload_type = '" + type + "'");
    }

    private List<String> types() {
        return texts("select type from audit_entry where type <> 'project.EventsDropped' order by ledger_id, entry");
    }

    private List<String> texts(String question) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery(question)) {
            var texts = new ArrayList<String>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int ask(String question) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery(question)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private PGSimpleDataSource database() {
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        return database;
    }
}
