package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole product dies in the middle of a load. Whoever was told of a login finds it at the next start on the same
/// folder: the same user and phone, and a message with a code that works.
@Timeout(300)
class CrashIT {
    private static final int LOGINS = 150;

    /// A message that was not sent before the end waits until the dead process's claim on it has run out (10 s).
    private static final Duration DELIVERY = Duration.ofSeconds(60);

    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void killOfAllProcessesLosesNoAcknowledgedLogin() {
        List<Acknowledged> logins;
        try (var dev = Dev.start(folder)) {
            var load = LoginLoad.on(dev.client(), LOGINS);
            dev.process().killAll();
            logins = load.ended();
            assertThat(load.refusals()).isEmpty();
        }
        assertNothingIsLost(logins);
    }

    @Test
    void twoKillsInARowLoseNoAcknowledgedLogin() {
        List<Acknowledged> logins;
        try (var dev = Dev.start(folder)) {
            var load = LoginLoad.on(dev.client(), LOGINS);
            dev.process().kill();
            logins = load.ended();
        }
        try (var dev = Dev.launch(folder)) {
            dev.awaitOutput("Starting the service");
            dev.killAll();
        }
        try (var dev = Dev.start(folder)) {
            var load = LoginLoad.on(dev.client(), LOGINS);
            dev.process().killAll();
            logins = Stream.concat(logins.stream(), load.ended().stream()).toList();
        }
        assertNothingIsLost(logins);
    }

    @Test
    void stopIsCleanAndLosesNoAcknowledgedLogin() {
        List<Acknowledged> logins;
        try (var dev = Dev.start(folder)) {
            var load = LoginLoad.on(dev.client(), LOGINS);
            assertThat(dev.process().terminate(STOP)).isEqualTo(128 + 15);
            logins = load.ended();
            assertThat(load.refusals()).isSubsetOf("503 server_unavailable");
            assertThat(dev.log()).doesNotContain("Exception", "\tat ");
        }
        assertNothingIsLost(logins);
    }

    private void assertNothingIsLost(List<Acknowledged> logins) {
        assertThat(logins).hasSizeGreaterThanOrEqualTo(LOGINS);
        try (var dev = Dev.start(folder)) {
            var codes = Crowd.of(
                            16,
                            caller -> logins.stream()
                                    .filter(login -> Math.floorMod(login.hashCode(), 16) == caller)
                                    .map(login -> assertIsThere(login, dev.client()))
                                    .toList())
                    .stream()
                    .flatMap(List::stream)
                    .toList();
            var numbers = logins.stream().map(Acknowledged::number).toList();
            Whispers.assertNoneIn(dev.log(), dev.credentials(), numbers, codes);
        }
    }

    /// Gives the code that worked.
    private static String assertIsThere(Acknowledged login, RestClient client) {
        var code = Eventually.gives(DELIVERY, () -> client.codesOf(login.number()), codes -> !codes.isEmpty())
                .getFirst();
        var proven = client.authenticate(login.phoneId(), code).success();
        assertThat(proven.text("user_id")).isEqualTo(login.userId());

        var again = client.login(login.number()).success();
        assertThat(again.userCreated()).isFalse();
        assertThat(again.text("user_id")).isEqualTo(login.userId());
        assertThat(again.text("phone_id")).isEqualTo(login.phoneId());
        return code;
    }
}
