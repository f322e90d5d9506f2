package dev.countersign.cli;

import dev.countersign.Service;
import dev.countersign.sms.Handset;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        description = "Runs the gRPC service on a PostgreSQL database, with the key ring in COUNTERSIGN_KEYS or in the"
                + " file that COUNTERSIGN_KEYS_FILE names.")
final class ServiceCommand implements Runnable {
    private final Console console;

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "${env:COUNTERSIGN_GRPC_PORT:-9090}",
            description = "Where it listens (default: $$COUNTERSIGN_GRPC_PORT or 9090; 0: any free port).")
    private int grpcPort;

    @Option(names = "--handset", description = "Show the messages in the gateway instead of sending them.")
    private boolean handset;

    ServiceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Logging.FOR_MACHINES.begin();
        if (!handset) {
            throw new Complaint("There is no carrier to send messages with yet; --handset shows them instead");
        }
        new LocalPort(grpcPort, "--grpc-port").requireFree();
        var keys = KeysVariable.read(System.getenv());
        var config = StandardService.config(database.address(), grpcPort, keys);
        var clock = InstantSource.system();
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var service = started.add(Service.start(config, new Handset(clock), clock));
            console.say("The service listens on port " + service.port());
            Foreground.work();
        }
    }
}
