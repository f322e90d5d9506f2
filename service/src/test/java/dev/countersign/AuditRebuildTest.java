package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.audit.AuditRebuild;
import dev.countersign.audit.AuditRebuild.Progress;
import dev.countersign.audit.AuditRebuild.Rebuilt;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.login.PersonalData;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// The rows of the audit trail, made anew while the service runs.
class AuditRebuildTest {
    private static final String ADDRESS = "203.0.113.77";
    private static final Progress UNSEEN = seen(() -> {});

    private static EmbeddedPostgres postgres;
    private TestService service;

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
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void resultIsWhatWasThere() {
        history();
        var before = settledRows();
        var form = form();

        var rebuilt = rebuild(UNSEEN);

        assertThat(rebuilt).isEqualTo(new Rebuilt(before.size(), 0));
        assertThat(rows()).isEqualTo(before);
        assertThat(form()).isEqualTo(form);
        isCountedAsItIs();
    }

    @Test
    void resultIsTheSameAgainAndIsWrittenOn() {
        history();
        settledRows();
        rebuild(UNSEEN);
        login("+12025550171");
        var before = settledRows();

        rebuild(UNSEEN);

        assertThat(rows()).isEqualTo(before);
        login("+12025550172");
        assertThat(settledRows()).hasSizeGreaterThan(before.size());
    }

    @Test
    void whatIsDamagedIsMadeAnew() {
        history();
        var before = settledRows();
        execute("update audit_entry set type = 'x', user_id = null, phone_hash = null where entry % 3 = 0");
        execute("delete from audit_entry where entry % 3 = 1");
        execute("delete from audit_count where step = 60");
        execute("update audit_count set counts[1] = 17");
        execute("delete from audit_count_change");

        rebuild(UNSEEN);

        assertThat(rows()).isEqualTo(before);
        isCountedAsItIs();
    }

    @Test
    void whoIsErasedMeanwhileDoesNotComeBack() {
        var first = login("+12025550162");
        var second = login("+12025550163");
        settledRows();
        var steps = new ArrayList<Runnable>(List.of(() -> erase(first), () -> erase(second)));

        rebuild(new Progress() {
            @Override
            public void read(long entries, long ahead) {
                if (entries == 0) {
                    steps.removeFirst().run();
                }
            }

            @Override
            public void begin(String step) {
                if (!steps.isEmpty()) {
                    steps.removeFirst().run();
                }
            }
        });

        var _ = settledRows();
        assertThat(steps).isEmpty();
        assertThat(asked("""
                        select count(*) from audit_entry
                        where phone_hash is not null or ip_hash is not null or country is not null""")).containsExactly("0");
        isCountedAsItIs();
    }

    @Test
    void whoStopsInTheMiddleHasChangedNothingAndMayStartAgain() {
        history();
        var before = settledRows();
        for (var last : List.of(0, 1, 2)) {
            var calls = new ArrayList<String>();
            assertThatThrownBy(() -> rebuild(seen(() -> {
                        calls.add("");
                        if (calls.size() > last) {
                            throw new IllegalStateException("stopped");
                        }
                    })))
                    .hasMessage("stopped");
            assertThat(rows()).isEqualTo(before);
        }

        rebuild(UNSEEN);

        assertThat(rows()).isEqualTo(before);
        assertThat(asked("select relname from pg_class where relname like '%fresh\\_%' or relname like '%\\_fresh%'"))
                .isEmpty();
    }

    @Test
    void secondOneIsRefusedMeanwhile() {
        login("+12025550162");
        settledRows();

        rebuild(seen(() -> assertThatThrownBy(() -> rebuild(UNSEEN)).hasMessageContaining("rebuilt already")));
    }

    @RepeatedTest(3)
    void searchesAreAnsweredAllTheTimeAndNothingThatComesIsLost() throws Exception {
        history();
        settledRows();
        var auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
        var audit = AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(auditor));
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> searching = () -> {
                var searches = 0;
                while (!done.get()) {
                    var found = audit.listAuditEvents(ListAuditEventsRequest.newBuilder()
                            .setFilter(AuditFilter.newBuilder().setPhoneNumber("+12025550164"))
                            .build());
                    assertThat(found.getEventsCount()).isGreaterThan(3);
                    searches++;
                }
                return searches;
            };
            Callable<Integer> living = () -> {
                var logins = 0;
                while (!done.get()) {
                    login("+1202555%04d".formatted(1000 + logins++));
                }
                return logins;
            };
            var searchers = List.of(threads.submit(searching), threads.submit(searching));
            var logins = threads.submit(living);

            try {
                for (var again = 0; again < 10; again++) {
                    rebuild(UNSEEN);
                }
            } finally {
                done.set(true);
            }

            for (var searcher : searchers) {
                assertThat(searcher.get()).isPositive();
            }
            assertThat(logins.get()).isPositive();
        }
        var after = settledRows();
        isCountedAsItIs();
        rebuild(UNSEEN);
        assertThat(rows()).isEqualTo(after);
        isCountedAsItIs();
    }

    private void isCountedAsItIs() {
        assertThat(CountedRows.differences(service.jdbcUrl)).isEmpty();
    }

    /// Several projects, people who log in, guess, are refused, get sessions, and are erased.
    private void history() {
        var _ = service.service.projects().create("other", Environment.TEST);
        for (var last = 0; last < 10; last++) {
            var number = "+1202555016" + last;
            var phone = login(number).getPhoneId();
            authenticate(phone, "000000");
            if (last % 3 == 0) {
                authenticate(phone, service.codeOf(number, 1));
            }
        }
        for (var number : List.of("+12025550165", "+12025550166")) {
            service.codeOf(number, 1);
            var login = login(number);
            service.codeOf(number, 2);
            erase(login);
        }
        login("+12025550166");
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setAttributes(Attributes.newBuilder().setIpAddress(ADDRESS))
                        .build());
    }

    private void authenticate(String phone, String code) {
        try {
            var _ = service.passcodes()
                    .authenticate(AuthenticateRequest.newBuilder()
                            .setMethodId(phone)
                            .setCode(code)
                            .setAttributes(Attributes.newBuilder().setIpAddress(ADDRESS))
                            .setSessionDurationMinutes(60)
                            .build());
        } catch (StatusRuntimeException e) {
            assertThat(code).isEqualTo("000000");
        }
    }

    private void erase(LoginOrCreateBySmsResponse login) {
        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());
    }

    private Rebuilt rebuild(Progress progress) {
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        var keys = service.config.keyRing();
        return new AuditRebuild(
                        database,
                        new PersonalData(keys),
                        new LedgerSigners("countersign", keys.ledgerSeeds()),
                        InstantSource.system(),
                        2)
                .run(progress);
    }

    private static Progress seen(Runnable step) {
        return new Progress() {
            @Override
            public void read(long entries, long ahead) {
                step.run();
            }

            @Override
            public void begin(String name) {
                step.run();
            }
        };
    }

    /// Once every message is sent, and every event has its row.
    private List<String> settledRows() {
        return Eventually.gives(
                this::rows,
                rows -> rows.size() == StoredEvents.rowsIn("event", service.jdbcUrl)
                        && StoredEvents.rowsIn("event where payload_type = 'passcode.CodeIssued'", service.jdbcUrl)
                                == StoredEvents.rowsIn(
                                        "event where payload_type like 'passcode.CodeSent'"
                                                + " or payload_type = 'passcode.CodeDeliveryFailed'",
                                        service.jdbcUrl));
    }

    private List<String> rows() {
        return asked("select e::text from audit_entry e order by ledger_id, entry");
    }

    /// Every table, index and column of it.
    private List<String> form() {
        return asked("""
                select c.relname || ' ' || coalesce(pg_get_indexdef(c.oid), '') || ' '
                       || coalesce(pg_get_expr(c.relpartbound, c.oid), '') || ' '
                       || (select string_agg(attname || ' ' || atttypid::regtype || ' ' || attnotnull, ',' order by attnum)
                           from pg_attribute a where a.attrelid = c.oid and attnum > 0)
                from pg_class c where c.relname like 'audit\\_%' order by 1""");
    }

    private List<String> asked(String question) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery(question)) {
            var rows = new ArrayList<String>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String statement) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl)) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
