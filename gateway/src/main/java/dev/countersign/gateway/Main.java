package dev.countersign.gateway;

import org.slf4j.LoggerFactory;

/// Starts the gateway from the environment and stops it when the process is asked to end.
public final class Main {
    private static final String LOGGING = "logback.configurationFile";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/countersign/gateway/logback.xml");
        }
        try {
            var gateway = Gateway.start(GatewayConfig.load(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
            LoggerFactory.getLogger(Main.class).info("The gateway listens on port {}", gateway.port());
            gateway.join();
        } catch (ConfigException e) {
            System.err.println("countersign gateway: " + e.getMessage());
            System.exit(2);
        }
    }
}
