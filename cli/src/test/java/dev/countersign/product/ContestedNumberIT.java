package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.Attempt.Answered;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Somebody asks for codes of one number again and again, at two nodes, while others log in. The conflicts that this
/// makes must not reach the others: every code is still sent, and soon.
@Timeout(300)
class ContestedNumberIT {
    private static final int CONTENDERS = 6;
    private static final int OTHERS = 26;
    private static final Duration LOAD = Duration.ofSeconds(15);

    @Test
    void theOthersStillGetTheirCodes() {
        var contested = PhoneNumbers.fresh();
        var numbers =
                IntStream.range(0, OTHERS).mapToObj(i -> PhoneNumbers.fresh()).toList();
        try (var postgres = EmbeddedPostgres.temporary();
                var nodes = Nodes.start(2, postgres.jdbcUrl("postgres"))) {
            var database = new Database(postgres.jdbcUrl("postgres"));
            var end = System.nanoTime() + LOAD.toNanos();
            var answered = Crowd.of(CONTENDERS + OTHERS, caller -> {
                var number = caller < CONTENDERS ? contested : numbers.get(caller - CONTENDERS);
                var logins = 0;
                for (; System.nanoTime() < end; logins++) {
                    var attempt = Attempt.of(() -> nodes.of(caller).login(number));
                    assertThat(caller < CONTENDERS || attempt instanceof Answered)
                            .isTrue();
                }
                return logins;
            });

            assertThat(wasted(database)).as("numbers that conflicts used up").isGreaterThan(100);
            assertThat(answered.subList(CONTENDERS, answered.size())).allMatch(logins -> logins > 10);
            assertCodesArrive(nodes);
        }
    }

    private static void assertCodesArrive(Nodes nodes) {
        var later = List.of(PhoneNumbers.fresh(), PhoneNumbers.fresh());
        for (var caller = 0; caller < later.size(); caller++) {
            var number = later.get(caller);
            nodes.of(caller).login(number);
            Eventually.gives(Duration.ofSeconds(5), () -> nodes.messagesTo(number), messages -> !messages.isEmpty());
        }
    }

    private static int wasted(Database database) {
        return database.number("select max(global_index) - count(*) from event");
    }
}
