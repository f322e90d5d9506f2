package dev.countersign;

import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Endpoint;
import dev.countersign.user.GuessPolicy;
import java.time.Duration;
import java.util.Optional;

public record ServiceConfig(
        Database database, Endpoint endpoint, KeyRing keyRing, PasscodePolicy passcode, GuessPolicy guesses, Sms sms, Expiry expiry, Store store) {
    public record Database(String url, String user, String password, int poolSize) {}
    public record Sms(Optional<String> domain) {}
    public record Expiry(Duration interval, int batch) {}
    public record Store(boolean groupCommit, int leaders) {}
}
