package dev.countersign.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Runs the HTTP gateway in front of a service.")
final class GatewayCommand implements Runnable {
    private final Product product;
    private final Console console;

    @Option(
            names = "--service-address",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:COUNTERSIGN_SERVICE_ADDRESS:-localhost:9090}",
            description = "Where the service is (default: $$COUNTERSIGN_SERVICE_ADDRESS or localhost:9090).")
    private String serviceAddress = "";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:COUNTERSIGN_HTTP_PORT:-8080}",
            description = "Where it listens (default: $$COUNTERSIGN_HTTP_PORT or 8080; 0: any free port).")
    private int httpPort;

    GatewayCommand(Product product, Console console) {
        this.product = product;
        this.console = console;
    }

    @Override
    public void run() {
        new LocalPort(httpPort, "--http-port").requireFree();
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var gateway = started.add(product.startGateway(new GatewaySettings(serviceAddress, httpPort, false)));
            console.say("The gateway listens on port " + gateway.port() + " for the service at " + serviceAddress);
            Foreground.work();
        }
    }
}
