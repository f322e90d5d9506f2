package dev.countersign.cli;

import dev.countersign.Service;
import dev.countersign.ServiceConfig;
import dev.countersign.ServiceConfig.Mode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        description = "Runs the gRPC service on a PostgreSQL database, as the environment and the file that"
                + " COUNTERSIGN_CONFIG_FILE names set it. An option goes before either.")
final class ServiceCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Where its database is, like COUNTERSIGN_DATABASE_URL: jdbc:postgresql://HOST/DATABASE.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            description = "Where it listens, like COUNTERSIGN_GRPC_PORT (default: 9090; 0: any free port).")
    private @Nullable String grpcPort;

    @Option(
            names = "--handset",
            description = "Show the messages to everybody instead of sending them. For trying it out only.")
    private boolean handset;

    ServiceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Logging.FOR_MACHINES.begin();
        var config = ServiceConfig.load(handset ? Mode.DEV : Mode.PRODUCTION, settings(System.getenv()), Map.of());
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var service = started.add(Service.start(config));
            console.say("The service listens on port " + service.port());
            Foreground.work();
        }
    }

    private Map<String, String> settings(Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        if (databaseUrl != null) {
            settings.put("COUNTERSIGN_DATABASE_URL", databaseUrl);
        }
        if (grpcPort != null) {
            settings.put("COUNTERSIGN_GRPC_PORT", grpcPort);
        }
        if (handset) {
            settings.put("COUNTERSIGN_SMS_SENDER", "handset");
        }
        return settings;
    }
}
