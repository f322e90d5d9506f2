package dev.countersign;

import dev.countersign.config.Form;
import dev.countersign.config.Networks;
import dev.countersign.config.Secret;
import dev.countersign.config.Setting;
import dev.countersign.config.Vocabulary;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The names, forms and defaults of the service's settings. `docs/configuration.md` says what each is for.
final class ServiceSettings {
    static final Setting<String> DATABASE_URL = Setting.of(
            "database.url",
            Form.text("URL that begins with `jdbc:postgresql:`", Pattern.compile("jdbc:postgresql:.+")));
    static final Setting<String> DATABASE_USER = Setting.of("database.user", Form.text());
    static final Setting<Secret> DATABASE_PASSWORD = Setting.secret("database.password");
    static final Setting<Integer> DATABASE_POOL_SIZE = Setting.of("database.pool-size", Form.number(2, 500), "16");

    static final Setting<String> GRPC_HOST = Setting.of("grpc.host", Form.text(), "127.0.0.1");
    static final Setting<Integer> GRPC_PORT = Setting.of("grpc.port", Form.number(0, 65_535), "9090");
    static final Setting<Integer> GRPC_MAX_CALLS = Setting.of("grpc.max-calls", Form.number(1, 100_000), "1000");
    static final Setting<Path> GRPC_TLS_CERTIFICATE = Setting.of("grpc.tls.certificate", Form.file());
    static final Setting<Path> GRPC_TLS_KEY = Setting.of("grpc.tls.key", Form.file());
    static final Setting<Path> GRPC_TLS_CLIENT_CA = Setting.of("grpc.tls.client-ca", Form.file());
    static final Setting<Boolean> GRPC_ALLOW_PLAINTEXT = Setting.of("grpc.allow-plaintext", Form.flag(), "false");
    static final Setting<Duration> GRPC_MAX_CONNECTION_AGE =
            Setting.of("grpc.max-connection-age", Form.duration("10s", "30d"));
    static final Setting<Networks> GRPC_GATEWAYS = Setting.of("grpc.gateways", Form.networks(), "127.0.0.0/8, ::1");

    static final Setting<Secret> KEYS = Setting.secret("keys");
    static final Setting<Path> KEYS_FILE = Setting.of("keys.file", Form.file());

    static final Setting<Integer> PASSCODE_DIGITS = Setting.of("passcode.digits", Form.number(4, 10), "6");
    static final Setting<Duration> PASSCODE_LIFETIME =
            Setting.of("passcode.lifetime", Form.duration("1m", "10m"), "2m");
    static final Setting<Integer> PASSCODE_ATTEMPTS = Setting.of("passcode.attempts", Form.number(1, 10), "5");

    static final Setting<Integer> GUESS_LOCK_AFTER = Setting.of("guess.lock-after", Form.number(1, 100), "10");
    static final Setting<Duration> GUESS_LOCK_FOR = Setting.of("guess.lock-for", Form.duration("5m", "7d"), "1h");
    static final Setting<Integer> GUESS_HARD_STOP = Setting.of("guess.hard-stop", Form.number(1, 100), "100");

    static final Setting<Duration> SESSION_SIGNING_KEY_AGE =
            Setting.of("session.signing-key-age", Form.duration("1d", "366d"), "90d");
    static final Setting<Integer> SESSION_MAX_WATCHERS =
            Setting.of("session.max-watchers", Form.number(1, 100_000), "1000");

    static final Setting<String> SMS_DOMAIN = Setting.of(
            "sms.domain",
            Form.text(
                    "host name in lower case",
                    Pattern.compile("localhost|(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}")));
    static final Setting<SmsSender> SMS_SENDER = Setting.of("sms.sender", Form.choice(SmsSender.class), "webhook");
    static final Setting<URI> SMS_WEBHOOK_URL = Setting.of("sms.webhook.url", Form.safeUrl());
    static final Setting<Secret> SMS_WEBHOOK_SECRET = Setting.secret("sms.webhook.secret");

    static final Setting<Duration> EXPIRY_INTERVAL = Setting.of("expiry.interval", Form.duration("100ms", "1m"), "1s");
    static final Setting<Integer> EXPIRY_BATCH = Setting.of("expiry.batch", Form.number(1, 10_000), "200");

    static final Setting<Boolean> STORE_GROUP_COMMIT = Setting.of("store.group-commit", Form.flag(), "true");
    static final Setting<Integer> STORE_LEADERS = Setting.of("store.leaders", Form.number(1, 64), "1");

    static final Setting<String> LEDGER_ORIGIN = Setting.of(
            "ledger.origin",
            Form.text("name without spaces and plus signs", Pattern.compile("[A-Za-z0-9._/:-]{1,200}")),
            "countersign");
    static final Setting<Path> LEDGER_PUSH_FOLDER = Setting.of("ledger.push.folder", Form.folder());
    static final Setting<URI> LEDGER_PUSH_URL = Setting.of("ledger.push.url", Form.safeUrl());

    static final Setting<Integer> AUDIT_MAX_WATCHERS = Setting.of("audit.max-watchers", Form.number(1, 10_000), "100");

    static final Setting<Integer> AUDIT_REFUSALS_PER_MINUTE =
            Setting.of("audit.refusals-per-minute", Form.number(0, 1_000), "30");

    static final Setting<String> METRICS_HOST = Setting.of("metrics.host", Form.text(), "127.0.0.1");
    static final Setting<Integer> METRICS_PORT = Setting.of("metrics.port", Form.number(0, 65_535));

    static final Vocabulary ALL = new Vocabulary(
            List.of(
                    DATABASE_URL,
                    DATABASE_USER,
                    DATABASE_PASSWORD,
                    DATABASE_POOL_SIZE,
                    GRPC_HOST,
                    GRPC_PORT,
                    GRPC_MAX_CALLS,
                    GRPC_TLS_CERTIFICATE,
                    GRPC_TLS_KEY,
                    GRPC_TLS_CLIENT_CA,
                    GRPC_ALLOW_PLAINTEXT,
                    GRPC_MAX_CONNECTION_AGE,
                    GRPC_GATEWAYS,
                    KEYS,
                    KEYS_FILE,
                    PASSCODE_DIGITS,
                    PASSCODE_LIFETIME,
                    PASSCODE_ATTEMPTS,
                    GUESS_LOCK_AFTER,
                    GUESS_LOCK_FOR,
                    GUESS_HARD_STOP,
                    SESSION_SIGNING_KEY_AGE,
                    SESSION_MAX_WATCHERS,
                    SMS_DOMAIN,
                    SMS_SENDER,
                    SMS_WEBHOOK_URL,
                    SMS_WEBHOOK_SECRET,
                    EXPIRY_INTERVAL,
                    EXPIRY_BATCH,
                    STORE_GROUP_COMMIT,
                    STORE_LEADERS,
                    LEDGER_ORIGIN,
                    LEDGER_PUSH_FOLDER,
                    LEDGER_PUSH_URL,
                    AUDIT_MAX_WATCHERS,
                    AUDIT_REFUSALS_PER_MINUTE,
                    METRICS_HOST,
                    METRICS_PORT),
            List.of("service.*", "http.*", "dev", "example.*"));

    private ServiceSettings() {}

    enum SmsSender {
        WEBHOOK,
        HANDSET
    }
}
