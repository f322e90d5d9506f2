package dev.countersign.cli;

import dev.countersign.ServiceConfig;
import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Endpoint;
import dev.countersign.user.GuessPolicy;
import java.time.Duration;
import java.util.Optional;

/// A service with the policies that hold where nothing else is said, reached from this machine alone.
final class StandardService {
    private static final int CONNECTIONS = 16;
    private static final int COMMIT_LEADERS = 2;
    private static final int EXPIRY_BATCH = 200;

    private StandardService() {}

    static ServiceConfig config(DatabaseAddress database, int grpcPort, KeyRing keys) {
        return new ServiceConfig(
                database.pooled(CONNECTIONS),
                new Endpoint("127.0.0.1", grpcPort, Optional.empty(), false, Optional.empty()),
                keys,
                PasscodePolicy.standard(),
                GuessPolicy.standard(),
                new ServiceConfig.Sms(Optional.empty()),
                new ServiceConfig.Expiry(Duration.ofSeconds(1), EXPIRY_BATCH),
                new ServiceConfig.Store(true, COMMIT_LEADERS));
    }
}
