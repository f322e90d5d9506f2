package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpBody;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import dev.countersign.v1.GetAuditorRequest;
import dev.countersign.v1.GetAuditorResponse;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.ListAuditEventsResponse;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands behind the page `/console`.
@Timeout(60)
class ConsoleTest {
    private static final String SESSION = "/console/api/session";
    private static final String SECRET = "secret-test-not-a-real-one";
    private static final String WHO = "{\"project_id\":\"%s\",\"secret\":\"%s\"}".formatted(Rig.PROJECT, SECRET);
    private static final GetAuditorResponse AUDITOR = GetAuditorResponse.newBuilder()
            .setProjectId(Rig.PROJECT)
            .setSecretId("secret-test-1")
            .build();

    private final Rig rig = new Rig(Map.of("COUNTERSIGN_CONSOLE_ENABLED", "true"));

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whoKnowsAnAuditorsSecretIsSignedInAndTheSecretStaysHere() throws Exception {
        rig.service().answers(AUDITOR);

        var response = send(own(SESSION, "POST", WHO));

        var heard = rig.service().heard();
        assertThat(heard.request()).isEqualTo(GetAuditorRequest.getDefaultInstance());
        assertThat(heard.header("authorization")).isEqualTo(Basic.of(Rig.PROJECT, SECRET));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("countersign_console=")
                .contains("; Path=/console", "; HttpOnly", "; SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(response.body()).doesNotContain(SECRET);
        var told = JsonParser.parseString(response.body()).getAsJsonObject();
        assertThat(told.get("signed_in").getAsBoolean()).isTrue();
        assertThat(told.get("project_id").getAsString()).isEqualTo(Rig.PROJECT);
        assertThat(told.get("may_reveal").getAsBoolean()).isFalse();
        assertThat(told.get("idle_seconds").getAsInt()).isEqualTo(1800);
    }

    @Test
    void aSessionThatWasKnownBeforeIsNotTheOneThatSignsIn() throws Exception {
        var cookie = signIn();

        var again = send(own(SESSION, "POST", WHO).header("Cookie", cookie));

        assertThat(cookieOf(again)).isNotEqualTo(cookie);
        assertNobody(send(own(SESSION, "GET", "").header("Cookie", cookie)));
        assertNobody(send(own(SESSION, "GET", "").header("Cookie", "countersign_console=made-up")));
    }

    @Test
    void behindTlsThatSomebodyElseEndsTheCookieIsSecureToo() throws Exception {
        try (var other = new Rig(Map.of(
                "COUNTERSIGN_CONSOLE_ENABLED", "true", "COUNTERSIGN_CONSOLE_URL", "https://audit.example.com"))) {
            other.service().answers(AUDITOR);
            var response = other.send(own(other, SESSION, "POST", WHO).build());
            assertThat(response.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure");
        }
    }

    @Test
    void callsAreMadeWithTheSecretOfTheSession() throws Exception {
        var cookie = signIn();
        rig.service().answers(ListAuditEventsResponse.getDefaultInstance());

        var response = send(own("/console/api/audit/events/search", "POST", "{\"limit\": 7}")
                .header("Cookie", cookie)
                .header("Authorization", Basic.of("other", "other")));

        assertThat(response.statusCode()).isEqualTo(200);
        var heard = rig.service().heard();
        assertThat(heard.request())
                .isEqualTo(ListAuditEventsRequest.newBuilder().setLimit(7).build());
        assertThat(heard.header("authorization")).isEqualTo(Basic.of(Rig.PROJECT, SECRET));
    }

    @Test
    void whoSignsOutHasNoSessionAnyMore() throws Exception {
        var cookie = signIn();

        assertNobody(send(own(SESSION, "DELETE", "").header("Cookie", cookie)));

        assertNobody(send(own(SESSION, "GET", "").header("Cookie", cookie)));
        check(
                send(own("/console/api/audit/checkpoint", "GET", "").header("Cookie", cookie)),
                401,
                "console_session_not_found");
    }

    @Test
    void withoutASessionNothingIsTold() throws Exception {
        for (var path : new String[] {"audit/checkpoint", "tail", "export", "audit/events/1"}) {
            var response = send(own("/console/api/" + path, "GET", ""));
            check(response, 401, "console_session_not_found");
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .as("what makes a browser ask for a password")
                    .isEmpty();
        }
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_REASON_UNAUTHORIZED_CREDENTIALS, 401, unauthorized_credentials",
        "ERROR_REASON_UNAUTHORIZED_ACTION, 403, unauthorized_action",
        "ERROR_REASON_SERVER_UNAVAILABLE, 503, server_unavailable",
    })
    void aSecretThatIsNoAuditorsSignsNobodyIn(ErrorReason reason, int status, String type) throws Exception {
        rig.service().fails(Refusals.of(reason));

        var response = send(own(SESSION, "POST", WHO));

        check(response, status, type);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null",
                "{\"project_id\":{},\"secret\":\"x\"}",
                "{\"project_id\":null,\"secret\":1}",
                "x"
            })
    void whatIsNoSignInIsTold(String body) throws Exception {
        check(send(own(SESSION, "POST", body)), 400, "bad_request");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void whoTriesTooOftenIsTurnedAwayForAWhile() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS));
        for (int i = 0; i < 20; i++) {
            check(send(own(SESSION, "POST", WHO)), 401, "unauthorized_credentials");
        }
        rig.service().answers(AUDITOR);

        var response = send(own(SESSION, "POST", WHO));

        check(response, 429, "too_many_requests");
        assertThat(response.headers().firstValue("Retry-After").map(Integer::parseInt))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 60));
    }

    @Test
    void aRevokedSecretEndsTheSession() throws Exception {
        var cookie = signIn();
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS));

        var response =
                send(own("/console/api/audit/events/search", "POST", "{}").header("Cookie", cookie));

        check(response, 401, "console_session_not_found");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertNobody(send(own(SESSION, "GET", "").header("Cookie", cookie)));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, Sec-Fetch-Site, cross-site",
        "POST, Sec-Fetch-Site, same-site",
        "POST, Sec-Fetch-Site, none",
        "GET, Sec-Fetch-Site, cross-site",
        "DELETE, Sec-Fetch-Site, cross-site",
        "POST, Origin, https://evil.example",
        "POST, Origin, null",
        "POST, X-Nothing, said",
        "GET, Origin, https://evil.example",
    })
    void otherSitesAreRefusedWithWhateverCookie(String method, String header, String value) throws Exception {
        var cookie = signIn();
        var request = rig.anonymous(SESSION).header("Cookie", cookie).header(header, value);
        if (method.equals("POST")) {
            request.header("Content-Type", "application/json");
        }

        check(
                send(request.method(
                        method, method.equals("POST") ? BodyPublishers.ofString(WHO) : BodyPublishers.noBody())),
                403,
                "cross_site_request");

        assertThat(send(own(SESSION, "GET", "").header("Cookie", cookie)).body())
                .contains("\"signed_in\":true");
    }

    @Test
    void browsersThatSayNothingOfTheSiteSayTheOrigin() throws Exception {
        rig.service().answers(AUDITOR);
        var request = rig.anonymous(SESSION)
                .header("Origin", "http://127.0.0.1:" + rig.gateway().port())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(WHO));

        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void whatAFormCanSendIsNoSignIn(String type) throws Exception {
        var request = rig.anonymous(SESSION)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(WHO));

        check(send(request), 415, "unsupported_media_type");
    }

    @Test
    void tailGoesOnWhereTheBrowserWas() throws Exception {
        var cookie = signIn();
        var noted = note(cookie, "{\"filter\": {\"phone_number\": \"+12025550162\"}, \"from_entry\": \"5\"}");
        var beat = WatchAuditEventsResponse.newBuilder().setNextEntry(43).build();
        var never = new CountDownLatch(1);
        rig.service().plays(request -> {
            var _ = never.await(20, TimeUnit.MILLISECONDS);
            return beat;
        });

        try (var client = HttpClient.newHttpClient()) {
            var request = own("/console/api/tail?noted=" + noted, "GET", "")
                    .header("Cookie", cookie)
                    .header("Last-Event-ID", "42")
                    .build();
            var response = client.send(request, BodyHandlers.ofInputStream());

            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(rig.service().heard().request())
                    .isEqualTo(WatchAuditEventsRequest.newBuilder()
                            .setFilter(AuditFilter.newBuilder().setPhoneNumber("+12025550162"))
                            .setFromEntry(42)
                            .build());
            var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("id: 43");
            assertThat(lines.readLine()).isEqualTo("data: {\"events\":[],\"next_entry\":\"43\",\"caught_up\":false}");
            assertThat(lines.readLine()).isEmpty();

            send(own(SESSION, "DELETE", "").header("Cookie", cookie));
            assertThat(lines.lines().filter("event: ended"::equals).findFirst())
                    .as("a session that is over is followed by nobody")
                    .isPresent();
        }
        rig.service().awaitEndOfExport();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail", "export"})
    void whatGoesOnIsNotBegunForWhoTakesNothingOfIt(String path) throws Exception {
        var cookie = signIn();
        var noted = note(cookie, "{}");

        var response = send(own("/console/api/%s?noted=%s".formatted(path, noted), "HEAD", "")
                .header("Cookie", cookie));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void oneSessionFollowsThreeTailsAtOnce() throws Exception {
        var cookie = signIn();
        var noted = note(cookie, "{}");
        var never = new CountDownLatch(1);
        rig.service().plays(request -> {
            var _ = never.await(20, TimeUnit.MILLISECONDS);
            return WatchAuditEventsResponse.newBuilder().setNextEntry(1).build();
        });
        var tail = own("/console/api/tail?noted=" + noted, "GET", "")
                .header("Cookie", cookie)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var first = client.send(tail, BodyHandlers.ofInputStream());
            assertThat(first.statusCode()).isEqualTo(200);
            for (var more = 1; more < 3; more++) {
                assertThat(client.send(tail, BodyHandlers.ofInputStream()).statusCode())
                        .isEqualTo(200);
            }
            check(client.send(tail, BodyHandlers.ofString()), 429, "too_many_watchers");

            first.body().close();

            // Its end is noticed with the next that is written.
            while (client.send(tail, BodyHandlers.ofInputStream()).statusCode() == 429) {
                Thread.onSpinWait();
            }
            client.shutdownNow();
        }
    }

    @Test
    void whoSignsInAnewFollowsNoMoreAsWhoTheyWere() throws Exception {
        var cookie = signIn();
        var noted = note(cookie, "{}");
        var never = new CountDownLatch(1);
        rig.service().plays(request -> {
            if (request instanceof GetAuditorRequest) {
                return AUDITOR;
            }
            var _ = never.await(20, TimeUnit.MILLISECONDS);
            return WatchAuditEventsResponse.newBuilder().setNextEntry(1).build();
        });
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    own("/console/api/tail?noted=" + noted, "GET", "")
                            .header("Cookie", cookie)
                            .build(),
                    BodyHandlers.ofLines());

            var again = send(own(SESSION, "POST", WHO).header("Cookie", cookie));

            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(response.body()).as("comes to an end").doesNotContain("event: ended");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/%61pi/session", "/%63onsole/api/session", "/console/api/sessio%6E"})
    void callsThatAreWrittenOtherwiseHaveSessionsToo(String path) throws Exception {
        rig.service().answers(AUDITOR);

        var response = send(own(path, "POST", WHO));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(send(own(path, "GET", "").header("Cookie", cookieOf(response)))
                        .body())
                .contains("\"signed_in\":true");
    }

    @Test
    void whatWasNotNotedIsNotAsked() throws Exception {
        var cookie = signIn();

        for (var path : new String[] {"tail", "export", "tail?noted=x", "export?noted=x"}) {
            check(send(own("/console/api/" + path, "GET", "").header("Cookie", cookie)), 400, "bad_request");
        }
        check(
                send(own("/console/api/tail?noted=" + note(cookie, "{}"), "GET", "")
                        .header("Cookie", cookie)
                        .header("Last-Event-ID", "x")),
                400,
                "bad_request");
        check(send(own("/console/api/noted", "POST", "{}")), 401, "console_session_not_found");
    }

    @Test
    void anExportIsAFile() throws Exception {
        var cookie = signIn();
        var noted = note(cookie, "{\"format\": \"AUDIT_EXPORT_FORMAT_EVIDENCE\"}");
        var pieces = new AtomicInteger();
        rig.service()
                .plays(request -> ExportAuditEventsResponse.newBuilder()
                        .setBody(HttpBody.newBuilder()
                                .setContentType("application/x-ndjson")
                                .setData(ByteString.copyFromUtf8(pieces.getAndIncrement() == 0 ? "{}\n" : "")))
                        .build());

        var response = send(own("/console/api/export?noted=" + noted, "GET", "").header("Cookie", cookie));

        assertThat(response.body()).isEqualTo("{}\n");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"audit-evidence.ndjson\"");
        var heard = rig.service().heard();
        assertThat(heard.request())
                .isEqualTo(ExportAuditEventsRequest.newBuilder()
                        .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_EVIDENCE)
                        .build());
        assertThat(heard.header("authorization")).isEqualTo(Basic.of(Rig.PROJECT, SECRET));
    }

    private String note(String cookie, String json) throws Exception {
        var response = send(own("/console/api/noted", "POST", json).header("Cookie", cookie));
        return JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("id")
                .getAsString();
    }

    private String signIn() throws Exception {
        rig.service().answers(AUDITOR);
        var response = send(own(SESSION, "POST", WHO));
        assertThat(response.statusCode()).isEqualTo(200);
        rig.service().heard();
        return cookieOf(response);
    }

    private static String cookieOf(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /// As a page of the console makes it.
    private HttpRequest.Builder own(String path, String method, String body) {
        return own(rig, path, method, body);
    }

    private static HttpRequest.Builder own(Rig rig, String path, String method, String body) {
        var request = rig.anonymous(path).header("Sec-Fetch-Site", "same-origin");
        return body.isEmpty()
                ? request.method(method, BodyPublishers.noBody())
                : request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return rig.send(request.build());
    }

    private static void assertNobody(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"signed_in\":false");
    }

    private static void check(HttpResponse<String> response, int status, String type) {
        StytchError.check(response, status, type);
    }
}
