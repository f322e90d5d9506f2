package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.UpdateUserRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// Reads the whole database, as a thief of its dump would.
class SecretsAtRestTest {

    private static final String NUMBER = "+12025550162";
    private static final String ADDRESS = "203.0.113.77";
    private static final String AGENT = "Tell-Tale/9.9";
    private static final Pattern BYTES = Pattern.compile("\\\\\\\\x([0-9a-f]+)");

    @Test
    void databaseHoldsNeitherCodeNorNumberNorSecretNorDeviceNorSession() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary();
                var service = TestService.onFreshDatabase(postgres)) {
            var attributes = Attributes.newBuilder().setIpAddress(ADDRESS).setUserAgent(AGENT);
            var login = service.passcodes()
                    .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber(NUMBER)
                            .setAttributes(attributes)
                            .build());
            var code = service.codeOf(NUMBER, 1);
            var attempt = AuthenticateRequest.newBuilder()
                    .setMethodId(login.getPhoneId())
                    .setAttributes(attributes);
            var wrong = code.equals("734951") ? "734952" : "734951";
            try {
                service.passcodes().authenticate(attempt.setCode(wrong).build());
            } catch (StatusRuntimeException refused) {
                assertThat(refused).hasMessageContaining("passcode");
            }
            var session = service.passcodes()
                    .authenticate(attempt.setCode(code)
                            .setSessionDurationMinutes(60)
                            .setRequestId("named-by-the-caller")
                            .setSessionCustomClaims(claims("told-at-login"))
                            .build());
            service.sessions()
                    .authenticateSession(AuthenticateSessionRequest.newBuilder()
                            .setSessionToken(session.getSessionToken())
                            .setSessionCustomClaims(claims("told-at-a-check"))
                            .build());

            service.users()
                    .updateUser(UpdateUserRequest.newBuilder()
                            .setUserId(login.getUserId())
                            .setName(NameChange.newBuilder()
                                    .setFirstName("Told-First")
                                    .setLastName("Told-Last"))
                            .setExternalId("told-id")
                            .setTrustedMetadata(claims("told-as-trusted"))
                            .setUntrustedMetadata(claims("told-as-untrusted"))
                            .build());

            var dump = dump(service.jdbcUrl);

            assertThat(dump)
                    .contains("passcode.CodeVerified")
                    .contains("session.ClaimsChanged")
                    .contains("user.ExternalIdChanged")
                    .contains(session.getSession().getSessionId())
                    .contains(login.getUserId());
            assertThat(dump)
                    .doesNotContain("2025550162")
                    .doesNotContain(ADDRESS)
                    .doesNotContain(AGENT)
                    .doesNotContainIgnoringCase("told-")
                    .doesNotContain("named-by")
                    .doesNotContain(session.getSessionToken())
                    .doesNotContain(session.getSessionJwt())
                    .doesNotContain("\"kty\"")
                    .doesNotContain(service.secret.secret().revealOnce());
            assertThat(valuesIn(dump)).doesNotContain(code, wrong);
        }
    }

    private static Struct claims(String note) {
        return Struct.newBuilder()
                .putFields("note", Value.newBuilder().setStringValue(note).build())
                .build();
    }

    /// Every table as text, with what stands in bytes made readable.
    private static String dump(String url) throws SQLException, IOException {
        var dump = new StringWriter();
        try (var connection = DriverManager.getConnection(url)) {
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : tables(connection)) {
                copies.copyOut("copy (select * from \"" + table + "\") to stdout", dump);
            }
        }
        return BYTES.matcher(dump.toString())
                .replaceAll(bytes -> Matcher.quoteReplacement(new String(
                        HexFormat.of().parseHex(bytes.group(1)), java.nio.charset.StandardCharsets.ISO_8859_1)));
    }

    private static List<String> tables(java.sql.Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var row = connection
                .createStatement()
                .executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    /// Whole words and JSON values: six digits may well stand within an id or a time by chance.
    private static List<String> valuesIn(String dump) {
        return List.of(dump.split("[^A-Za-z0-9]+"));
    }
}
