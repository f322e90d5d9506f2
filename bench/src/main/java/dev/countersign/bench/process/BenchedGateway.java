package dev.countersign.bench.process;

import dev.countersign.gateway.Gateway;
import dev.countersign.gateway.GatewayConfig;
import java.io.IOException;
import java.io.OutputStream;

/// The gateway in a process of its own. Says its port, and ends when its standard input does.
final class BenchedGateway {

    private BenchedGateway() {}

    public static void main(String[] arguments) throws IOException {
        try (var gateway = Gateway.start(GatewayConfig.load(System.getenv()))) {
            System.out.println(gateway.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
