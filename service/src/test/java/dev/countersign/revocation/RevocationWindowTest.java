package dev.countersign.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.revocation.RevocationLog.Look;
import dev.countersign.revocation.RevocationWindow.Sight;
import dev.countersign.session.SessionId;
import dev.countersign.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RevocationWindowTest {

    private static final int MOST = 4;
    private static final int BATCH = 3;
    private static final Duration NONE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final RevocationWindow window = new RevocationWindow(MOST);

    @Test
    void watcherSeesWhatCameAfterItsPositionAndIsThenAtTheHead() throws InterruptedException {
        window.reset(10);
        window.add(new Look(revocations(12, 15), 20, true));

        assertThat(after(10)).isEqualTo(new Look(revocations(12, 15), 20, true));
        assertThat(after(12)).isEqualTo(new Look(revocations(15), 20, true));
        assertThat(after(15)).isEqualTo(new Look(List.of(), 20, true));
    }

    @Test
    void watcherThatIsAheadStaysWhereItIs() throws InterruptedException {
        window.reset(10);

        assertThat(after(11)).isEqualTo(new Look(List.of(), 11, true));
    }

    @Test
    void largeLookIsSeenInParts() throws InterruptedException {
        window.reset(0);
        window.add(new Look(revocations(1, 2, 3, 4), 9, true));

        assertThat(after(0)).isEqualTo(new Look(revocations(1, 2, 3), 3, false));
        assertThat(after(3)).isEqualTo(new Look(revocations(4), 9, true));
    }

    @Test
    void whatIsOlderThanTheWindowIsNotInIt() throws InterruptedException {
        window.reset(10);
        assertThat(window.after(9, 0, BATCH, NONE)).isEmpty();

        window.add(new Look(revocations(11, 12, 13, 14, 15, 16, 17, 18, 19), 19, true));

        assertThat(window.after(14, 0, BATCH, NONE)).isEmpty();
        assertThat(after(15)).isEqualTo(new Look(revocations(16, 17, 18), 18, false));
    }

    @Test
    void watcherWaitsUntilSomebodyLooks() throws Exception {
        assertThat(window.after(20, 0, BATCH, NONE)).isEmpty();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sight = threads.submit(() -> window.after(20, 0, BATCH, LONG));
            window.reset(20);
            window.add(new Look(revocations(21), 21, true));

            assertThat(sight.get(10, TimeUnit.SECONDS)).map(Sight::look).contains(new Look(revocations(21), 21, true));
        }
    }

    @Test
    void windowThatNobodyKeepsIsNoSourceUntilItBeginsAnew() throws InterruptedException {
        window.reset(10);
        window.add(new Look(revocations(12), 20, true));

        window.forget();
        assertThat(window.after(12, 0, BATCH, NONE)).isEmpty();
        assertThat(window.after(20, 0, BATCH, NONE)).isEmpty();

        window.reset(30);
        assertThat(window.after(20, 0, BATCH, NONE)).isEmpty();
        assertThat(after(30)).isEqualTo(new Look(List.of(), 30, true));
    }

    @Test
    void watcherWaitsForARevocation() throws Exception {
        window.reset(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sight = threads.submit(() -> window.after(0, 0, BATCH, LONG));
            window.add(new Look(List.of(), 4, true));
            window.add(new Look(revocations(5), 5, true));

            assertThat(sight.get(10, TimeUnit.SECONDS)).map(Sight::look).contains(new Look(revocations(5), 5, true));
        }
    }

    @Test
    void beatEndsTheWaitOnce() throws Exception {
        window.reset(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sight = threads.submit(() -> window.after(0, 0, BATCH, LONG));
            window.beat();

            assertThat(sight.get(10, TimeUnit.SECONDS)).contains(new Sight(new Look(List.of(), 0, true), 1));
        }
        assertThat(window.after(0, 1, BATCH, NONE)).contains(new Sight(new Look(List.of(), 0, true), 1));
    }

    @Test
    void endOfTheProcessEndsTheWait() throws Exception {
        window.reset(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sight = threads.submit(() -> window.after(0, 0, BATCH, LONG));
            window.close();

            assertThat(sight.get(10, TimeUnit.SECONDS)).isPresent();
        }
    }

    private Look after(long position) throws InterruptedException {
        Optional<Sight> sight = window.after(position, 0, BATCH, NONE);
        return sight.orElseThrow().look();
    }

    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final SessionId SESSION = SessionId.random(Environment.TEST);
    private static final UserId USER = UserId.random(Environment.TEST);

    private static List<Revocation> revocations(long... positions) {
        return LongStream.of(positions)
                .mapToObj(position -> new Revocation(position, PROJECT, SESSION, USER, Instant.EPOCH))
                .toList();
    }
}
