package dev.countersign.cli;

/// The one place that knows the classes of the service and of the gateway.
final class Wiring implements Product {
    @Override
    public RunningService startService(ServiceSettings settings) {
        throw absent("service");
    }

    @Override
    public Running startGateway(GatewaySettings settings) {
        throw absent("gateway");
    }

    @Override
    public Projects openProjects(String databaseUrl) {
        throw absent("service");
    }

    @Override
    public KeyRings keyRings() {
        return new KeyRings() {
            @Override
            public String generate() {
                throw absent("service");
            }

            @Override
            public String rotated(String keys) {
                throw absent("service");
            }

            @Override
            public void check(String keys) {
                throw absent("service");
            }
        };
    }

    private static Complaint absent(String module) {
        return new Complaint("This build is without the " + module);
    }
}
