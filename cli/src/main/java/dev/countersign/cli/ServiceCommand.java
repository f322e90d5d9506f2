package dev.countersign.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        description = "Runs the gRPC service on a PostgreSQL database, with the keys of COUNTERSIGN_KEYS or of the file"
                + " that COUNTERSIGN_KEYS_FILE names.")
final class ServiceCommand implements Runnable {
    private final Product product;
    private final Console console;

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "${env:COUNTERSIGN_GRPC_PORT:-9090}",
            description = "Where it listens (default: $$COUNTERSIGN_GRPC_PORT or 9090; 0: any free port).")
    private int grpcPort;

    ServiceCommand(Product product, Console console) {
        this.product = product;
        this.console = console;
    }

    @Override
    public void run() {
        new LocalPort(grpcPort, "--grpc-port").requireFree();
        var settings = new ServiceSettings(database.url(), grpcPort, KeysVariable.read(System.getenv()), false);
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var service = started.add(product.startService(settings));
            console.say("The service listens on port " + service.port());
            Foreground.work();
        }
    }
}
