package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.forms.EcsSchema;
import dev.countersign.forms.OcsfCheck;
import dev.countersign.forms.PublishedOcsf;
import dev.countersign.forms.Samples;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is exported to be read by other systems, from a running service.
@Timeout(120)
class AuditFormsTest {
    private static final String NUMBER = "+12025550162";
    private static final String ADDRESS = "203.0.113.77";
    private static final Path APPROVED = Path.of("src/test/resources/approved");

    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;
    private NewSecret clear;

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
        clear = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void everyTypeIsADocumentOfEcs() throws Exception {
        everythingHappens();
        var schema = EcsSchema.published();
        var lines = json(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_ECS));

        assertThat(lines).allSatisfy(line -> assertThat(schema.problems(line)).isEmpty());
        assertThat(lines)
                .extracting(line -> line.path("event").path("action").asText())
                .containsAll(Samples.types());
        // What is sealed of a person is not told, not even sealed.
        assertThat(lines)
                .filteredOn(line -> !line.path("event").path("action").asText().startsWith("project."))
                .extracting(line -> line.path("labels").path("name").asText(""))
                .containsOnly("");
    }

    @Test
    void everyTypeIsAnEventOfOcsf() throws Exception {
        var schema = PublishedOcsf.schema();
        everythingHappens();
        var lines = json(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_OCSF));

        for (var line : lines) {
            assertThat(OcsfCheck.problems(schema, line)).as(line.toString()).isEmpty();
        }
        assertThat(lines)
                .extracting(line -> line.path("metadata").path("event_code").asText())
                .containsAll(Samples.types());
    }

    @Test
    void whatIsToldIsWhatTheSearchTells() throws Exception {
        login(NUMBER);
        var listed = listed(found -> found.size() >= 8);

        var told = json(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_NDJSON)).subList(0, listed.size());
        assertThat(told)
                .extracting(line -> line.path("audit_event_id").asText())
                .containsExactlyElementsOf(
                        listed.stream().map(AuditEvent::getAuditEventId).toList());
        assertThat(told).extracting(line -> line.path("phone_number").asText()).contains("+1 202 ***-**62");
        assertThat(told).extracting(line -> line.path("ip_address").asText()).contains("203.0.113.0");
        assertThat(String.join(
                        "",
                        lines(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV)).subList(0, 1)))
                .startsWith("entry,audit_event_id,recorded_at,type,outcome");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED", "AUDIT_EXPORT_FORMAT_UNSPECIFIED", "AUDIT_EXPORT_FORMAT_EVIDENCE"})
    void nothingIsInClearButForThoseWhoMay(AuditExportFormat format) {
        login(NUMBER);
        listed(found -> found.stream().anyMatch(event -> event.getIpAddress().equals("203.0.113.0")));
        var request = ExportAuditEventsRequest.newBuilder().setFormat(format);

        assertThat(export(auditor, request.build())).doesNotContain(NUMBER, ADDRESS);
        request.setRevealPersonalData(true);
        assertThat(reasonOf(() -> export(auditor, request.build()))).isEqualTo("REVEAL_NOT_ALLOWED");
        assertThat(readings(true)).isEmpty();
        assertThat(export(clear, request.build())).contains(NUMBER, ADDRESS);
        // It was stored before the first line: the next search finds it as soon as it is in the ledger.
        assertThat(Eventually.gives(() -> readings(true), found -> !found.isEmpty()))
                .first()
                .satisfies(reading -> assertThat(
                                reading.getDetails().getFieldsOrThrow("rpc").getStringValue())
                        .isEqualTo("ExportAuditEvents"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED", "AUDIT_EXPORT_FORMAT_UNSPECIFIED", "AUDIT_EXPORT_FORMAT_EVIDENCE"})
    void ofWhoIsErasedNothingIsTold(AuditExportFormat format) {
        var login = login(NUMBER);
        listed(found -> found.stream().anyMatch(event -> event.getIpAddress().equals("203.0.113.0")));
        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());

        assertThat(export(
                        clear,
                        ExportAuditEventsRequest.newBuilder()
                                .setFormat(format)
                                .setRevealPersonalData(true)
                                .build()))
                .contains(login.getUserId())
                .doesNotContain(NUMBER, "202 ***", "203.0.113");
    }

    @Test
    void filterAndSizeAreThoseOfTheSearchAndOfCheckpoints() throws Exception {
        var first = login(NUMBER);
        login("+12025550163");
        var size = listed(found -> found.size() >= 12).size();

        var own = json(export(
                auditor,
                ExportAuditEventsRequest.newBuilder()
                        .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_NDJSON)
                        .setFilter(AuditFilter.newBuilder().setPhoneNumber(NUMBER))
                        .build()));
        assertThat(own)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("user_id").asText()).isEqualTo(first.getUserId()));
        assertThat(reasonOf(() -> export(
                        auditor,
                        ExportAuditEventsRequest.newBuilder()
                                .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV)
                                .setSize(size + 1_000)
                                .build())))
                .isEqualTo("CHECKPOINT_NOT_FOUND");
        assertThat(lines(export(
                        auditor,
                        ExportAuditEventsRequest.newBuilder()
                                .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV)
                                .setFilter(AuditFilter.newBuilder().setType("none"))
                                .build())))
                .hasSize(1);
    }

    /// Numbers without a gap, over more than a page.
    @Test
    void nothingIsMissingAndNothingComesTwice() throws Exception {
        for (var person = 0; person < 300; person++) {
            login("+1202555%04d".formatted(person + 1000));
        }
        Eventually.gives(
                () -> list(AuditFilter.newBuilder().setType("passcode.CodeSent")), found -> found.size() == 300);

        var entries = json(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_NDJSON)).stream()
                .map(line -> Long.parseLong(line.path("entry").asText()))
                .toList();

        assertThat(entries).hasSizeGreaterThan(1_200);
        assertThat(entries).first().isEqualTo(0L);
        assertThat(entries).isSorted().doesNotHaveDuplicates();
        assertThat(entries).last().isEqualTo(entries.size() - 1L);
    }

    @Test
    void exportIsToldWithItsNumberOfEntries() throws Exception {
        listed(found -> !found.isEmpty());
        var lines = json(export(AuditExportFormat.AUDIT_EXPORT_FORMAT_ECS)).size();
        service.clock.advance(Duration.ofMinutes(1));

        var told = Eventually.gives(
                () -> readings(false).stream()
                        .mapToDouble(reading ->
                                reading.getDetails().getFieldsOrThrow("entries").getNumberValue())
                        .sum(),
                sum -> sum >= lines);
        assertThat(told).isEqualTo(lines);
    }

    private List<AuditEvent> readings(boolean revealed) {
        return list(AuditFilter.newBuilder().setType("audit.TrailRead")).stream()
                .filter(event -> event.getDetails()
                        .getFieldsOrThrow("rpc")
                        .getStringValue()
                        .equals("ExportAuditEvents"))
                .filter(event -> event.getDetails().getFieldsOrThrow("revealed").getBoolValue() == revealed)
                .toList();
    }

    private List<AuditEvent> listed(Predicate<List<AuditEvent>> expected) {
        return Eventually.gives(() -> list(AuditFilter.newBuilder()), expected);
    }

    private List<AuditEvent> list(AuditFilter.Builder filter) {
        return audit(auditor)
                .listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(filter)
                        .setOldestFirst(true)
                        .setLimit(1_000)
                        .build())
                .getEventsList();
    }

    /// Every type there is: a few as people make them, and all in their approved form.
    private void everythingHappens() throws IOException, SQLException {
        var login = login(NUMBER);
        assertThat(reasonOf(() -> login("12"))).isEqualTo("INVALID_PHONE_NUMBER");
        listed(found -> found.stream().anyMatch(event -> event.getIpAddress().equals("203.0.113.0")));
        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());
        storeApproved();
        var types = new HashSet<String>();
        Eventually.gives(
                () -> {
                    Samples.types().stream()
                            .filter(type -> !types.contains(type))
                            .filter(type -> !list(AuditFilter.newBuilder().setType(type))
                                    .isEmpty())
                            .forEach(types::add);
                    return types;
                },
                found -> found.equals(Set.copyOf(Samples.types())));
    }

    /// The approved form of every event, as if it had happened in our project: those that found a stream first.
    private void storeApproved() throws IOException, SQLException {
        var files = new ArrayList<Path>();
        try (var approved = Files.list(APPROVED)) {
            approved.sorted().forEach(files::add);
        }
        var founding = List.of("UserCreated", "PhoneRegistered.v3", "CodeIssued.v2", "SessionStarted.v2");
        files.sort(Comparator.comparing(
                file -> founding.stream().noneMatch(file.getFileName().toString()::contains)));
        try (var connection = DriverManager.getConnection(service.jdbcUrl)) {
            connection.setAutoCommit(false);
            for (var file : files) {
                store(file, connection);
            }
            connection.commit();
        }
    }

    private void store(Path file, Connection connection) throws IOException, SQLException {
        var name = file.getFileName().toString().split("\\.v|\\.json");
        var payload = Files.readString(file)
                .replace(
                        "project-test-11111111-1111-4111-8111-111111111111",
                        service.secret.project().value());
        var kind = name[0].substring(0, name[0].indexOf('.'));
        var content = new JsonMapper().readTree(payload);
        var stream = switch (kind) {
            case "audit" -> content.path("noteId").asText() + name[0];
            case "phone" -> content.path("phoneId").asText();
            case "passcode" -> content.path("challengeId").asText();
            default -> content.path(kind + "Id").asText();
        };
        try (var insert = connection.prepareStatement("""
                insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at, payload_type,
                                   payload_revision, payload, metadata)
                values (?, (select coalesce(max(sequence_number) + 1, 0) from event where aggregate_id = ?), ?, ?, now(), ?, ?, ?, ?)""")) {
            insert.setString(1, stream);
            insert.setString(2, stream);
            insert.setString(3, kind);
            insert.setObject(4, UUID.randomUUID());
            insert.setString(5, name[0]);
            insert.setString(6, name[1]);
            insert.setBytes(7, payload.getBytes(StandardCharsets.UTF_8));
            insert.setBytes(
                    8,
                    "{\"project\":\"%s\"}"
                            .formatted(service.secret.project().value())
                            .getBytes(StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setAttributes(
                                Attributes.newBuilder().setIpAddress(ADDRESS).setUserAgent("Test"))
                        .build());
    }

    private static List<JsonNode> json(String file) throws IOException {
        var json = new ArrayList<JsonNode>();
        for (var line : lines(file)) {
            json.add(new JsonMapper().readTree(line));
        }
        return json;
    }

    private static List<String> lines(String file) {
        assertThat(file).endsWith("\n");
        return file.lines().toList();
    }

    private String export(AuditExportFormat format) {
        return export(
                auditor, ExportAuditEventsRequest.newBuilder().setFormat(format).build());
    }

    private String export(NewSecret who, ExportAuditEventsRequest request) {
        var file = new ByteArrayOutputStream();
        audit(who)
                .exportAuditEvents(request)
                .forEachRemaining(
                        piece -> file.writeBytes(piece.getBody().getData().toByteArray()));
        return file.toString(StandardCharsets.UTF_8);
    }

    private AuditServiceBlockingStub audit(NewSecret who) {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(who));
    }
}
