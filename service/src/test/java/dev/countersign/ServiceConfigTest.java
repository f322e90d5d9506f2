package dev.countersign;

import static dev.countersign.ServiceConfig.Mode.DEV;
import static dev.countersign.ServiceConfig.Mode.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.config.ConfigException;
import dev.countersign.config.Networks;
import dev.countersign.config.Secret;
import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Endpoint;
import dev.countersign.user.GuessPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {
    private static final String KEYS = KeyRing.generate().revealJson();
    private static final Map<String, String> NEEDED = Map.of(
            "COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://db/countersign",
            "COUNTERSIGN_KEYS", KEYS,
            "COUNTERSIGN_SMS_WEBHOOK_URL", "https://sms.example.com/send",
            "COUNTERSIGN_SMS_WEBHOOK_SECRET", "hook-hunter2");

    @TempDir
    private Path folder;

    @Test
    void everythingElseHasADefault() {
        var config = load(Map.of());

        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db/countersign");
        assertThat(config.database().user()).isEmpty();
        assertThat(config.database().password()).isEmpty();
        assertThat(config.database().poolSize()).isEqualTo(16);
        assertThat(config.endpoint())
                .isEqualTo(new Endpoint(
                        "127.0.0.1",
                        9090,
                        1000,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Networks.parse("127.0.0.0/8, ::1")));
        assertThat(config.keyRing().revealJson()).isEqualTo(KEYS);
        assertThat(config.passcode()).isEqualTo(PasscodePolicy.standard());
        assertThat(config.guesses()).isEqualTo(GuessPolicy.standard());
        assertThat(config.sms().domain()).isEmpty();
        assertThat(config.sms().sender()).isInstanceOf(ServiceConfig.Webhook.class);
        assertThat(config.expiry()).isEqualTo(new ServiceConfig.Expiry(Duration.ofSeconds(1), 200));
        assertThat(config.store()).isEqualTo(new ServiceConfig.Store(true, 1));
        assertThat(config.ledger())
                .isEqualTo(new ServiceConfig.Ledger("countersign", Optional.empty(), Optional.empty()));
        assertThat(config.metrics()).isEmpty();
    }

    @Test
    void everyNameCanBeSet() throws IOException {
        var pem = Files.writeString(folder.resolve("a.pem"), "").toString();
        var keys = Files.writeString(folder.resolve("keys.json"), KEYS).toString();
        var environment = new HashMap<String, String>();
        Map.ofEntries(
                        Map.entry("DATABASE_URL", "jdbc:postgresql:other"),
                        Map.entry("DATABASE_USER", "cs"),
                        Map.entry("DATABASE_PASSWORD", "a${b}%c"),
                        Map.entry("DATABASE_POOL_SIZE", "8"),
                        Map.entry("GRPC_HOST", "0.0.0.0"),
                        Map.entry("GRPC_PORT", "0"),
                        Map.entry("GRPC_MAX_CALLS", "200"),
                        Map.entry("GRPC_TLS_CERTIFICATE", pem),
                        Map.entry("GRPC_TLS_KEY", pem),
                        Map.entry("GRPC_TLS_CLIENT_CA", pem),
                        Map.entry("GRPC_ALLOW_PLAINTEXT", "true"),
                        Map.entry("GRPC_MAX_CONNECTION_AGE", "30m"),
                        Map.entry("GRPC_GATEWAYS", "10.0.0.0/8"),
                        Map.entry("KEYS_FILE", keys),
                        Map.entry("PASSCODE_DIGITS", "8"),
                        Map.entry("PASSCODE_LIFETIME", "90s"),
                        Map.entry("PASSCODE_ATTEMPTS", "3"),
                        Map.entry("GUESS_LOCK_AFTER", "4"),
                        Map.entry("GUESS_LOCK_FOR", "7d"),
                        Map.entry("GUESS_HARD_STOP", "50"),
                        Map.entry("SESSION_SIGNING_KEY_AGE", "30d"),
                        Map.entry("SESSION_MAX_WATCHERS", "50"),
                        Map.entry("SMS_DOMAIN", "login.example.com"),
                        Map.entry("SMS_SENDER", "webhook"),
                        Map.entry("SMS_WEBHOOK_URL", "http://localhost:1/x"),
                        Map.entry("SMS_WEBHOOK_SECRET", "s"),
                        Map.entry("EXPIRY_INTERVAL", "PT2S"),
                        Map.entry("EXPIRY_BATCH", "10"),
                        Map.entry("STORE_GROUP_COMMIT", "false"),
                        Map.entry("STORE_LEADERS", "1"),
                        Map.entry("LEDGER_ORIGIN", "login.example.com"),
                        Map.entry("LEDGER_PUSH_FOLDER", folder.toString()),
                        Map.entry("LEDGER_PUSH_URL", "https://example.com/checkpoints"),
                        Map.entry("AUDIT_MAX_WATCHERS", "20"),
                        Map.entry("AUDIT_REFUSALS_PER_MINUTE", "5"),
                        Map.entry("METRICS_HOST", "0.0.0.0"),
                        Map.entry("METRICS_PORT", "9464"))
                .forEach((name, value) -> environment.put("COUNTERSIGN_" + name, value));
        var both = environment.size() + 1; // and `keys`, which rules `keys.file` out
        assertThat(ServiceSettings.ALL.settings()).hasSize(both);

        var config = ServiceConfig.load(PRODUCTION, environment, Map.of());

        assertThat(config.ledger())
                .isEqualTo(new ServiceConfig.Ledger(
                        "login.example.com",
                        Optional.of(folder),
                        Optional.of(URI.create("https://example.com/checkpoints"))));
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql:other");
        assertThat(config.database().user()).contains("cs");
        assertThat(config.database().password().map(Secret::reveal)).contains("a${b}%c");
        assertThat(config.database().poolSize()).isEqualTo(8);
        var file = Path.of(pem);
        assertThat(config.endpoint())
                .isEqualTo(new Endpoint(
                        "0.0.0.0",
                        0,
                        200,
                        Optional.of(new Endpoint.Tls(file, file, Optional.of(file))),
                        true,
                        Optional.of(Duration.ofMinutes(30)),
                        Networks.parse("10.0.0.0/8")));
        assertThat(config.keyRing().revealJson()).isEqualTo(KEYS);
        assertThat(config.passcode()).isEqualTo(new PasscodePolicy(8, Duration.ofSeconds(90), 3));
        assertThat(config.guesses()).isEqualTo(new GuessPolicy(4, Duration.ofDays(7), 50));
        assertThat(config.sessions()).isEqualTo(new ServiceConfig.Sessions(Duration.ofDays(30), 50));
        assertThat(config.sms().domain()).contains("login.example.com");
        assertThat(config.sms().sender()).isInstanceOfSatisfying(ServiceConfig.Webhook.class, webhook -> {
            assertThat(webhook.url()).isEqualTo(URI.create("http://localhost:1/x"));
            assertThat(webhook.secret().reveal()).isEqualTo("s");
        });
        assertThat(config.expiry()).isEqualTo(new ServiceConfig.Expiry(Duration.ofSeconds(2), 10));
        assertThat(config.audit()).isEqualTo(new ServiceConfig.Audit(20, 5));
        assertThat(config.store()).isEqualTo(new ServiceConfig.Store(false, 1));
        assertThat(config.metrics()).contains(new ServiceConfig.Metrics("0.0.0.0", 9464));
    }

    @Test
    void noSecretShowsInAnyText() {
        var text = load(Map.of(
                        "COUNTERSIGN_DATABASE_PASSWORD", "db-hunter2",
                        "COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://db/cs?password=url-hunter2&x=y"))
                .toString();

        assertThat(text)
                .contains("jdbc:postgresql://db/cs?******", "KeyRing[******]", "sms.example.com")
                .doesNotContain("hunter2")
                .doesNotContain(KEYS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PASSCODE_DIGITS    | 3                 | passcode.digits = 3 (COUNTERSIGN_PASSCODE_DIGITS) is not possible; expected: whole number from 4 to 10
                    PASSCODE_DIGITS    | six               | passcode.digits = six
                    PASSCODE_LIFETIME  | 11m               | expected: duration from 1m to 10m
                    PASSCODE_LIFETIME  | 2 minutes         | expected: duration from 1m to 10m
                    PASSCODE_ATTEMPTS  | 11                | whole number from 1 to 10
                    GUESS_LOCK_FOR     | 8d                | duration from 5m to 7d
                    GUESS_HARD_STOP    | 101               | whole number from 1 to 100
                    GUESS_LOCK_AFTER   | 4                 | passcode.attempts is more than guess.lock-after
                    GUESS_HARD_STOP    | 9                 | guess.lock-after is more than guess.hard-stop
                    STORE_LEADERS      | 17                | store.leaders is more than database.pool-size
                    STORE_GROUP_COMMIT | yes               | expected: `true` or `false`
                    DATABASE_URL       | postgres://db/cs  | expected: URL that begins with `jdbc:postgresql:`
                    GRPC_PORT          | tcp://10.0.0.1:9  | whole number from 0 to 65535
                    GRPC_HOST          | 0.0.0.0           | grpc.allow-plaintext
                    GRPC_TLS_KEY       | /no/such.pem      | grpc.tls.key = /no/such.pem (COUNTERSIGN_GRPC_TLS_KEY) is not possible; expected: path of a readable file
                    SMS_DOMAIN         | https://x.example | host name in lower case
                    SMS_DOMAIN         | -x.example        | host name in lower case
                    SMS_DOMAIN         | login.a-company-with-a-name-that-is-much-too-long.com | is too long
                    SMS_SENDER         | carrier           | expected: `webhook` or `handset`
                    SMS_SENDER         | handset           | only for dev
                    SMS_WEBHOOK_URL    | http://sms.example.com | URL with `https`
                    KEYS               | hunter2           | The key ring is damaged
                    KEYS_FILE          | pom.xml           | keys and keys.file are both set
                    """)
    void whatIsWrongIsToldInOneLine(String name, String value, String told) {
        assertThatThrownBy(() -> load(Map.of("COUNTERSIGN_" + name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_DATABASE_URL, database.url is not set",
        "COUNTERSIGN_KEYS, There are no keys",
        "COUNTERSIGN_SMS_WEBHOOK_URL, sms.webhook.url is not set",
        "COUNTERSIGN_SMS_WEBHOOK_SECRET, sms.webhook.secret is not set"
    })
    void productionDoesNotStartWithout(String variable, String told) {
        assertThatThrownBy(() -> load(Map.of(variable, "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({"CERTIFICATE, need each other", "KEY, need each other", "CLIENT_CA, needs grpc.tls.certificate"})
    void filesOfTlsNeedEachOther(String name, String told) throws IOException {
        var pem = Files.writeString(folder.resolve("a.pem"), "").toString();

        assertThatThrownBy(() -> load(Map.of("COUNTERSIGN_GRPC_TLS_" + name, pem)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told);
    }

    @Test
    void devMayShowMessagesToEverybody() {
        var fallbacks = Map.of("sms.sender", "handset", "database.url", "jdbc:postgresql:dev", "keys", KEYS);

        var config = ServiceConfig.load(DEV, Map.of(), fallbacks);

        assertThat(config.sms().sender()).isEqualTo(new ServiceConfig.Handset());
    }

    @Test
    void fallbacksOfADatabaseAndOfKeysGiveWayAsAWhole() throws IOException {
        var keys = Files.writeString(folder.resolve("keys.json"), KEYS).toString();
        var fallbacks = Map.of(
                "sms.sender", "handset",
                "database.url", "jdbc:postgresql:dev",
                "database.user", "postgres",
                "keys", "never read");

        var config = ServiceConfig.load(
                DEV,
                Map.of("COUNTERSIGN_DATABASE_URL", "jdbc:postgresql:own", "COUNTERSIGN_KEYS_FILE", keys),
                fallbacks);

        assertThat(config.database().url()).isEqualTo("jdbc:postgresql:own");
        assertThat(config.database().user()).isEmpty();
        assertThat(config.keyRing().revealJson()).isEqualTo(KEYS);
    }

    private static ServiceConfig load(Map<String, String> environment) {
        var all = new HashMap<>(NEEDED);
        all.putAll(environment);
        return ServiceConfig.load(PRODUCTION, all, Map.of());
    }
}
