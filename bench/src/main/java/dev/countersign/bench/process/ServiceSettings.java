package dev.countersign.bench.process;

import dev.countersign.ServiceConfig;
import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Endpoint;
import dev.countersign.user.GuessPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What may be varied about the service under test.
///
/// @param leaders how many commits may be under way at once
/// @param group whether waiting commits are merged
/// @param connections to the database, for calls
public record ServiceSettings(int leaders, boolean group, int connections) {

    List<String> arguments(String jdbcUrl) {
        return List.of(
                jdbcUrl, Integer.toString(leaders), Boolean.toString(group), Integer.toString(connections));
    }

    /// The service's own configuration, from what [#arguments(String)] gave.
    static ServiceConfig config(List<String> arguments) {
        return new ServiceConfig(
                new ServiceConfig.Database(arguments.get(0), "", "", Integer.parseInt(arguments.get(3))),
                new Endpoint("127.0.0.1", 0, Optional.empty(), false, Optional.empty()),
                KeyRing.generate(),
                PasscodePolicy.standard(),
                GuessPolicy.standard(),
                new ServiceConfig.Sms(Optional.of("login.example.com")),
                new ServiceConfig.Expiry(Duration.ofSeconds(1), 200),
                new ServiceConfig.Store(
                        Boolean.parseBoolean(arguments.get(2)), Integer.parseInt(arguments.get(1))));
    }
}
