package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.erasure.ErasureCertificate;
import dev.countersign.erasure.ErasureWriter;
import dev.countersign.erasure.Erasures;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.InclusionProof;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.GetErasureCertificateRequest;
import dev.countersign.v1.GetErasureCertificateResponse;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.ProveInclusionRequest;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// The certificate of an erasure, over gRPC.
class ErasureTest {
    private static final String NUMBER = "+12025550162";

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
    void certificateNamesUserTimeEntriesAndCheckpoint() throws NoteException {
        login("+12025550163");
        var login = login(NUMBER);
        service.codeOf(NUMBER, 1);
        erase(login);

        var certified = certificate(login);

        var key = NoteKey.parse(certified.getKey());
        var certificate = ErasureCertificate.open(certified.getCertificate(), key);
        var events = list(login.getUserId());
        var erasure = events.stream()
                .filter(event -> event.getType().equals("user.UserErased"))
                .findFirst()
                .orElseThrow();
        assertThat(certificate.user()).isEqualTo(login.getUserId());
        assertThat(certificate.erasedBy()).isEqualTo(erasure.getEntry());
        assertThat(certificate.erasedAt().getEpochSecond())
                .isEqualTo(erasure.getRecordedAt().getSeconds());
        assertThat(LongStream.range(0, certificate.size())
                        .filter(certificate.entries()::contains)
                        .boxed())
                .containsExactlyElementsOf(events.stream()
                        .map(AuditEvent::getEntry)
                        .filter(entry -> entry < certificate.size())
                        .sorted()
                        .toList());
        var checkpoint = Checkpoint.open(certified.getCheckpoint(), List.of(key));
        assertThat(certificate.size()).isEqualTo(checkpoint.size());
        assertThat(certificate.root()).isEqualTo(checkpoint.root());
        for (var entry = 0L; entry < checkpoint.size(); entry++) {
            var proof = audit(auditor)
                    .proveInclusion(ProveInclusionRequest.newBuilder()
                            .setEntry(entry)
                            .setSize(checkpoint.size())
                            .build());
            assertThat(new InclusionProof(
                                    entry,
                                    checkpoint.size(),
                                    proof.getPathList().stream()
                                            .map(Hash::parse)
                                            .toList())
                            .holds(Hash.leaf(proof.getLeaf().getBytes(StandardCharsets.UTF_8)), checkpoint.root()))
                    .isTrue();
        }
    }

    @Test
    void certificateStaysTheSame() {
        var login = login(NUMBER);
        erase(login);
        var first = certificate(login);
        login("+12025550163");
        service.clock.advance(Duration.ofMinutes(2));
        certificate(erased(login("+12025550164")));

        assertThat(certificate(login)).isEqualTo(first);
    }

    @Test
    void certificateThatWasTakenOutIsMissedAndMadeAnew() throws SQLException, NoteException {
        var login = login(NUMBER);
        erase(login);
        var first = certificate(login);
        var ledger = service.secret.project().value();
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        var key = Optional.of(NoteKey.parse(first.getKey()));
        assertThat(new Erasures(database).missing(ledger, key)).isEmpty();

        change("update erasure set certificate = replace(certificate, 'entries', 'entry')");
        assertThat(new Erasures(database).missing(ledger, key)).isPresent();
        change("delete from erasure");
        assertThat(new Erasures(database).missing(ledger, Optional.empty()))
                .get()
                .asString()
                .contains(login.getUserId());

        var writer = new ErasureWriter(
                new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds()));
        try (var connection = DriverManager.getConnection(service.jdbcUrl)) {
            writer.signed(connection);
        }
        assertThat(new Erasures(database).missing(ledger, key)).isEmpty();
        assertThat(certificate(login).getCertificate()).contains(login.getUserId());
    }

    @Test
    void thereIsNoneOfWhoWasNotErasedAndNoneForAnotherProject() {
        var living = login("+12025550163");
        var login = login(NUMBER);
        erase(login);
        certificate(login);
        var other = service.service.projects().create("other", Environment.TEST);
        var otherAuditor = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);

        assertThat(reasonOf(() -> ask(auditor, living.getUserId()))).isEqualTo("ERASURE_CERTIFICATE_NOT_FOUND");
        assertThat(reasonOf(() -> ask(auditor, "nobody"))).isEqualTo("ERASURE_CERTIFICATE_NOT_FOUND");
        assertThat(reasonOf(() -> ask(otherAuditor, login.getUserId()))).isEqualTo("ERASURE_CERTIFICATE_NOT_FOUND");
        assertThat(reasonOf(() -> ask(service.secret, login.getUserId()))).isEqualTo("UNAUTHORIZED_ACTION");
    }

    /// As the database's administrator would: of an entry of another kind, and of the erasure of somebody else.
    @Test
    void thereIsNoneOfALivingUserWhateverIsNoted() throws SQLException {
        var living = login(NUMBER);
        var other = login("+12025550163");
        var erased = login("+12025550164");
        erase(erased);
        certificate(erased);
        forge(living.getUserId(), "0");
        forge(other.getUserId(), "(select entry from erasure where user_id = '" + erased.getUserId() + "')");

        certificate(erased(login("+12025550165")));

        for (var user : List.of(living, other)) {
            assertThat(reasonOf(() -> ask(auditor, user.getUserId()))).isEqualTo("ERASURE_CERTIFICATE_NOT_FOUND");
        }
    }

    @Test
    void thereIsNoneWhileTheKeyIsThere() throws SQLException {
        var kept = login(NUMBER);
        change("create table kept as select user_id, data_key from app_user");
        erase(kept);
        change("update app_user u set data_key = k.data_key from kept k where k.user_id = u.user_id");

        certificate(erased(login("+12025550163")));

        assertThat(reasonOf(() -> ask(auditor, kept.getUserId()))).isEqualTo("ERASURE_CERTIFICATE_NOT_FOUND");
    }

    @Test
    void erasureCountsAndNotWhatWasNotedBefore() throws SQLException, NoteException {
        var login = login(NUMBER);
        certificate(erased(login("+12025550163")));
        forge(login.getUserId(), "0");
        change("update erasure set certificate = 'anything' where user_id = '" + login.getUserId() + "'");
        erase(login);

        var certified = Eventually.gives(
                () -> certificate(login), found -> !found.getCertificate().equals("anything"));

        var certificate = ErasureCertificate.open(certified.getCertificate(), NoteKey.parse(certified.getKey()));
        assertThat(certificate.user()).isEqualTo(login.getUserId());
        assertThat(certificate.erasedAt()).isAfter(Instant.EPOCH);
    }

    private void forge(String user, String entry) throws SQLException {
        change("insert into erasure (user_id, ledger_id, entry, erased_at) select '" + user
                + "', (select ledger_id from ledger where name = '" + service.secret.project() + "'), " + entry
                + ", 'epoch'");
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void operatorsFindItInTheDatabase() throws NoteException {
        var login = login(NUMBER);
        erase(login);
        var asked = certificate(login);
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);

        var found = new Erasures(database).of(login.getUserId()).orElseThrow();

        var key = new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds())
                .of(service.secret.project().value())
                .key();
        assertThat(found.certificate()).isEqualTo(asked.getCertificate());
        assertThat(ErasureCertificate.open(found.certificate(), key).user()).isEqualTo(login.getUserId());
    }

    /// Waits until a checkpoint covers it.
    private GetErasureCertificateResponse certificate(LoginOrCreateBySmsResponse erased) {
        return Eventually.gives(
                () -> {
                    try {
                        return ask(auditor, erased.getUserId());
                    } catch (StatusRuntimeException e) {
                        service.clock.advance(Duration.ofSeconds(1));
                        return GetErasureCertificateResponse.getDefaultInstance();
                    }
                },
                found -> !found.getCertificate().isEmpty());
    }

    private GetErasureCertificateResponse ask(NewSecret who, String user) {
        return audit(who)
                .getErasureCertificate(GetErasureCertificateRequest.newBuilder()
                        .setUserId(user)
                        .build());
    }

    private List<AuditEvent> list(String user) {
        return audit(auditor)
                .listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(AuditFilter.newBuilder().setUserId(user))
                        .setLimit(1000)
                        .build())
                .getEventsList();
    }

    private AuditServiceBlockingStub audit(NewSecret who) {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(who));
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private LoginOrCreateBySmsResponse erased(LoginOrCreateBySmsResponse login) {
        erase(login);
        return login;
    }

    private void erase(LoginOrCreateBySmsResponse login) {
        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());
    }
}
