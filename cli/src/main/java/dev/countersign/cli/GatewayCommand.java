package dev.countersign.cli;

import dev.countersign.gateway.Gateway;
import dev.countersign.gateway.GatewayConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Runs the HTTP gateway in front of a service, as the environment and the file that"
                + " COUNTERSIGN_CONFIG_FILE names set it. An option goes before either.")
final class GatewayCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--service-address",
            paramLabel = "HOST:PORT",
            description = "Where the service is, like COUNTERSIGN_SERVICE_ADDRESS (default: 127.0.0.1:9090).")
    private @Nullable String serviceAddress;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Where it listens, like COUNTERSIGN_HTTP_PORT (default: 8080; 0: any free port).")
    private @Nullable String httpPort;

    @Option(names = "--handset", description = "Show the messages of a service that has a handset too.")
    private boolean handset;

    GatewayCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Logging.FOR_MACHINES.begin();
        var config = GatewayConfig.load(settings(System.getenv()));
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var gateway = started.add(Gateway.start(config));
            console.say("The gateway listens on port " + gateway.port());
            Foreground.work();
        }
    }

    private Map<String, String> settings(Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        if (serviceAddress != null) {
            settings.put("COUNTERSIGN_SERVICE_ADDRESS", serviceAddress);
        }
        if (httpPort != null) {
            settings.put("COUNTERSIGN_HTTP_PORT", httpPort);
        }
        if (handset) {
            settings.put("COUNTERSIGN_DEV", "true");
        }
        return settings;
    }
}
