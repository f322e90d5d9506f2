package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.KeyedLoad.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes die again and again while calls are carried out and their answers kept. Whoever repeats a call with its
/// key, at the node that lives or at the one that comes back, finds it done once.
@Timeout(300)
class KeyedCallsIT {
    private static final int CALLERS = 16;

    /// At least so often both die at once; and until calls were hit after their effect and before their answer.
    private static final int KILLS = 2;

    private static final int MOST_KILLS = 6;
    private static final Duration PROGRESS = Duration.ofSeconds(60);

    @Test
    void everyKeyTakesEffectOnceAndIsAnsweredTheSame() {
        try (var postgres = EmbeddedPostgres.temporary();
                var nodes = Nodes.start(2, postgres.jdbcUrl("postgres"))) {
            var database = new Database(postgres.jdbcUrl("postgres"));
            var load = new KeyedLoad(nodes);
            var running = CompletableFuture.runAsync(() -> load.run(CALLERS), Thread::startVirtualThread);
            awaitSome(load, running);
            nodes.kill(0);
            nodes.restart(0);
            var found = 0L;
            for (var kill = 0; kill < KILLS || found == 0 && kill < MOST_KILLS; kill++) {
                awaitSome(load, running);
                nodes.kill(0);
                nodes.kill(1);
                // In this order: an answer that arrives in between makes it fewer, never more.
                found += Math.max(0, answersKept(database) - load.answeredOnce());
                nodes.restart(0, 1);
            }
            awaitSome(load, running);
            load.end();
            running.join();

            assertThat(load.disagreements()).isEmpty();
            assertThat(load.lost()).isPositive();
            assertThat(found)
                    .as("calls that had taken effect when their node died, without an answer")
                    .isPositive();
            assertEachTookEffectOnce(load, database);
        }
    }

    /// Some calls, so that the next blow falls at no moment in particular.
    private static void awaitSome(KeyedLoad load, CompletableFuture<?> running) {
        var enough = load.answered() + ThreadLocalRandom.current().nextInt(50, 250);
        Eventually.gives(PROGRESS, () -> running.isDone() || load.answered() >= enough, done -> done);
    }

    private static void assertEachTookEffectOnce(KeyedLoad load, Database database) {
        var logins = load.answered(Call.LOGIN);
        var created = load.answered(Call.CREATE);
        var exchanged = load.answered(Call.EXCHANGE);
        assertThat(events(database, "user.UserCreated")).isEqualTo(logins + created);
        assertThat(events(database, "phone.PhoneRegistered")).isEqualTo(logins + created + exchanged);
        assertThat(events(database, "passcode.CodeIssued")).isEqualTo(logins);
        assertThat(events(database, "passcode.CodeMismatched"))
                .isEqualTo(events(database, "phone.GuessFailed"))
                .isEqualTo(load.answered(Call.WRONG_CODE));
        assertThat(events(database, "passcode.CodeVerified"))
                .isEqualTo(events(database, "session.SessionStarted"))
                .isEqualTo(load.answered(Call.RIGHT_CODE));
        assertThat(events(database, "user.NameChanged")).isEqualTo(load.answered(Call.RENAME));
        assertThat(events(database, "user.PrimaryFactorExchanged")).isEqualTo(exchanged);
        assertThat(answersKept(database)).isEqualTo(load.answeredOnce()).isEqualTo(load.answered());
    }

    private static long answersKept(Database database) {
        return database.number("select count(*) from kept_answer");
    }

    private static long events(Database database, String type) {
        return database.number("select count(*) from event where payload_type = ?", type);
    }
}
