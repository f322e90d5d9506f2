package dev.countersign;

import dev.countersign.config.ConfigException;
import dev.countersign.config.Secret;
import dev.countersign.config.Settings;
import dev.countersign.keys.KeyRing;
import dev.countersign.keys.KeyRingException;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Endpoint;
import dev.countersign.sms.SmsText;
import dev.countersign.user.GuessPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set about a service process, checked. No secret shows in its text.
public record ServiceConfig(
        Database database,
        Endpoint endpoint,
        KeyRing keyRing,
        PasscodePolicy passcode,
        GuessPolicy guesses,
        Sessions sessions,
        Sms sms,
        Expiry expiry,
        Store store,
        Ledger ledger,
        Audit audit,
        Optional<Metrics> metrics) {

    /// Whether real people log in.
    public enum Mode {
        PRODUCTION,
        DEV
    }

    /// Reads and checks the settings.
    ///
    /// @param environment the variables of the process
    /// @param fallbacks what counts where neither environment nor file set something, by name; empty in
    ///    production.
    ///     Those of `database.*` and of `keys*` count only where nothing of their kind is set
    /// @throws ConfigException if anything is missing, misspelt, malformed or contradicts something else
    public static ServiceConfig load(Mode mode, Map<String, String> environment, Map<String, String> fallbacks) {
        var settings = Settings.read(ServiceSettings.ALL, environment, fallbacks);
        var config = new ServiceConfig(
                Database.read(settings),
                endpoint(settings),
                keyRing(settings),
                passcode(settings),
                guesses(settings),
                Sessions.read(settings),
                Sms.read(settings, mode),
                Expiry.read(settings),
                Store.read(settings),
                Ledger.read(settings),
                Audit.read(settings),
                Metrics.read(settings));
        config.check();
        return config;
    }

    private void check() {
        require(passcode.attempts() <= guesses.lockAfter(), "passcode.attempts is more than guess.lock-after");
        require(store.leaders <= database.poolSize, "store.leaders is more than database.pool-size");
        sms.domain.ifPresent(domain -> require(
                SmsText.leavesRoom(domain, passcode.digits()),
                "sms.domain = " + domain + " is too long: in some languages the message would not fit into one SMS"));
        require(
                !(sms.sender instanceof Handset) || endpoint.isLoopback(),
                "sms.sender = handset shows every code to everybody: grpc.host has to be on loopback");
    }

    private static Endpoint endpoint(Settings settings) {
        var certificate = settings.find(ServiceSettings.GRPC_TLS_CERTIFICATE);
        var key = settings.find(ServiceSettings.GRPC_TLS_KEY);
        var clientCa = settings.find(ServiceSettings.GRPC_TLS_CLIENT_CA);
        require(
                certificate.isPresent() == key.isPresent(),
                "grpc.tls.certificate and grpc.tls.key need each other: set both or none");
        require(
                clientCa.isEmpty() || key.isPresent(),
                "grpc.tls.client-ca needs grpc.tls.certificate and grpc.tls.key");
        try {
            return new Endpoint(
                    settings.get(ServiceSettings.GRPC_HOST),
                    settings.get(ServiceSettings.GRPC_PORT),
                    settings.get(ServiceSettings.GRPC_MAX_CALLS),
                    certificate.map(chain -> new Endpoint.Tls(chain, key.orElseThrow(), clientCa)),
                    settings.get(ServiceSettings.GRPC_ALLOW_PLAINTEXT),
                    settings.find(ServiceSettings.GRPC_MAX_CONNECTION_AGE),
                    settings.get(ServiceSettings.GRPC_GATEWAYS));
        } catch (IllegalArgumentException unsafe) {
            throw new ConfigException(String.valueOf(unsafe.getMessage()));
        }
    }

    private static KeyRing keyRing(Settings settings) {
        var either = settings.together(List.of(ServiceSettings.KEYS, ServiceSettings.KEYS_FILE));
        var given = either.find(ServiceSettings.KEYS);
        var file = either.find(ServiceSettings.KEYS_FILE);
        require(given.isEmpty() || file.isEmpty(), "keys and keys.file are both set: set one of them");
        var json = given.or(() -> file.map(ServiceConfig::content))
                .orElseThrow(() -> new ConfigException("There are no keys: set keys.file, or keys"));
        try {
            return KeyRing.parse(json.reveal());
        } catch (KeyRingException damaged) {
            throw new ConfigException(String.valueOf(damaged.getMessage()));
        }
    }

    private static Secret content(Path file) {
        try {
            return Secret.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new ConfigException("keys.file = " + file + " cannot be read");
        }
    }

    private static PasscodePolicy passcode(Settings settings) {
        return new PasscodePolicy(
                settings.get(ServiceSettings.PASSCODE_DIGITS),
                settings.get(ServiceSettings.PASSCODE_LIFETIME),
                settings.get(ServiceSettings.PASSCODE_ATTEMPTS));
    }

    private static GuessPolicy guesses(Settings settings) {
        int lockAfter = settings.get(ServiceSettings.GUESS_LOCK_AFTER);
        int hardStop = settings.get(ServiceSettings.GUESS_HARD_STOP);
        require(lockAfter <= hardStop, "guess.lock-after is more than guess.hard-stop");
        return new GuessPolicy(lockAfter, settings.get(ServiceSettings.GUESS_LOCK_FOR), hardStop);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new ConfigException(problem);
        }
    }

    /// Where everything is kept.
    ///
    /// @param url a JDBC URL of PostgreSQL
    /// @param poolSize the most connections that are used at the same time
    public record Database(String url, Optional<String> user, Optional<Secret> password, int poolSize) {
        static Database read(Settings settings) {
            var whole = settings.together(List.of(
                    ServiceSettings.DATABASE_URL, ServiceSettings.DATABASE_USER, ServiceSettings.DATABASE_PASSWORD));
            return new Database(
                    whole.get(ServiceSettings.DATABASE_URL),
                    whole.find(ServiceSettings.DATABASE_USER),
                    whole.find(ServiceSettings.DATABASE_PASSWORD),
                    settings.get(ServiceSettings.DATABASE_POOL_SIZE));
        }

        /// Without the parameters of the URL: one of them may be a password.
        @Override
        public String toString() {
            return "Database[url=%s, user=%s, password=%s, poolSize=%d]"
                    .formatted(url.replaceFirst("\\?.*", "?******"), user, password, poolSize);
        }
    }

    /// Logins that last.
    ///
    /// @param signingKeyAge after it a project's key is replaced
    /// @param maxWatchers how many calls may watch revocations at once, a quarter of them for one project
    public record Sessions(Duration signingKeyAge, int maxWatchers) {
        static Sessions read(Settings settings) {
            return new Sessions(
                    settings.get(ServiceSettings.SESSION_SIGNING_KEY_AGE),
                    settings.get(ServiceSettings.SESSION_MAX_WATCHERS));
        }
    }

    /// How codes get to phones.
    ///
    /// @param domain where codes are typed in, so that browsers can do it (WebOTP); empty: anywhere
    public record Sms(Optional<String> domain, Sender sender) {
        static Sms read(Settings settings, Mode mode) {
            return new Sms(settings.find(ServiceSettings.SMS_DOMAIN), Sender.read(settings, mode));
        }
    }

    /// Who carries the messages.
    public sealed interface Sender {
        static Sender read(Settings settings, Mode mode) {
            return switch (settings.get(ServiceSettings.SMS_SENDER)) {
                case WEBHOOK ->
                    new Webhook(
                            settings.get(ServiceSettings.SMS_WEBHOOK_URL),
                            settings.get(ServiceSettings.SMS_WEBHOOK_SECRET));
                case HANDSET -> {
                    require(mode == Mode.DEV, "sms.sender = handset shows every code to everybody: only for dev");
                    yield new Handset();
                }
            };
        }
    }

    /// A page that shows the messages to everybody.
    public record Handset() implements Sender {}

    /// Messages are posted to a server that sends them on.
    ///
    /// @param secret what messages are signed with
    public record Webhook(URI url, Secret secret) implements Sender {}

    /// The sweep that records expired codes.
    ///
    /// @param interval how often expired codes are looked for
    /// @param batch how many are recorded at once
    public record Expiry(Duration interval, int batch) {
        static Expiry read(Settings settings) {
            return new Expiry(
                    settings.get(ServiceSettings.EXPIRY_INTERVAL), settings.get(ServiceSettings.EXPIRY_BATCH));
        }
    }

    /// The write path.
    ///
    /// @param groupCommit whether writes that wait at the same time are committed together
    /// @param leaders how many such groups are committed at the same time
    public record Store(boolean groupCommit, int leaders) {
        static Store read(Settings settings) {
            return new Store(
                    settings.get(ServiceSettings.STORE_GROUP_COMMIT), settings.get(ServiceSettings.STORE_LEADERS));
        }
    }

    /// What the audit trail is proven with.
    ///
    /// @param origin what the names of the ledgers begin with; unique in the world
    /// @param pushFolder where checkpoints are put as well; empty: in no folder
    /// @param pushUrl where checkpoints are posted to; empty: nowhere
    public record Ledger(String origin, Optional<Path> pushFolder, Optional<URI> pushUrl) {
        static Ledger read(Settings settings) {
            return new Ledger(
                    settings.get(ServiceSettings.LEDGER_ORIGIN),
                    settings.find(ServiceSettings.LEDGER_PUSH_FOLDER),
                    settings.find(ServiceSettings.LEDGER_PUSH_URL));
        }
    }

    /// The audit trail.
    ///
    /// @param maxWatchers how many calls may watch it at once, a quarter of them for one project
    /// @param refusalsPerMinute how many refused calls of a project and a reason are told one by one in a minute
    public record Audit(int maxWatchers, int refusalsPerMinute) {
        static Audit read(Settings settings) {
            return new Audit(
                    settings.get(ServiceSettings.AUDIT_MAX_WATCHERS),
                    settings.get(ServiceSettings.AUDIT_REFUSALS_PER_MINUTE));
        }
    }

    /// Where Prometheus finds the numbers.
    ///
    /// @param port 0: any free one
    public record Metrics(String host, int port) {
        static Optional<Metrics> read(Settings settings) {
            return settings.find(ServiceSettings.METRICS_PORT)
                    .map(port -> new Metrics(settings.get(ServiceSettings.METRICS_HOST), port));
        }
    }
}
