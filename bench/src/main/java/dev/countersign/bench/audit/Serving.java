package dev.countersign.bench.audit;

import dev.countersign.Service;
import dev.countersign.ServiceConfig;
import dev.countersign.keys.KeyRing;
import dev.countersign.sms.Handset;
import java.time.InstantSource;
import java.util.Map;

/// A service in this process.
final class Serving {

    private Serving() {}

    static Service on(KeyRing keys, String jdbcUrl) {
        var settings = Map.of(
                "keys", keys.revealJson(),
                "database.url", jdbcUrl,
                "grpc.port", "0",
                "metrics.port", "0",
                "sms.sender", "handset");
        var config = ServiceConfig.load(ServiceConfig.Mode.DEV, Map.of(), settings);
        return Service.start(config, new Handset(InstantSource.system()), InstantSource.system());
    }
}
