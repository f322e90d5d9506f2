package dev.countersign.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.keys.KeyRing;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.revocation.RevocationLog.Look;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionId;
import dev.countersign.user.UserId;
import dev.countersign.v1.ErrorReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One watcher, whose caller is ready when the test says so.
@Timeout(20)
class WatchTest {

    private static final int WINDOW = 10;

    private final ProjectId project = ProjectId.random(Environment.TEST);
    private final Caller caller =
            new Caller(project, SecretId.random(Environment.TEST), SecretRole.APPLICATION, "request-id-1");
    private final ResumeTokens tokens = new ResumeTokens(KeyRing.generate().positionSeals());
    private final RevocationWindow window = new RevocationWindow(WINDOW);
    private final RecordedResponses responses = new RecordedResponses();
    private final List<Revocation> log = new ArrayList<>();
    private final Watch watch = new Watch(caller, window, this::read, tokens, responses);
    private Thread thread = Thread.ofVirtual().unstarted(() -> watch.run(0));

    @BeforeEach
    void start() {
        window.reset(0);
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        responses.cancel();
        thread.join();
    }

    @Test
    void nothingIsSentBeforeTheCallerIsReady() {
        add(revocations(1, 2));
        assertThat(responses.messages()).isEmpty();

        responses.ready(true);

        await(() -> responses.told().size() == 2);
        assertThat(responses.messages()).hasSize(1);
    }

    @Test
    void callerThatFellFarBehindGetsTheRestFromTheLog() {
        responses.ready(true);
        await(() -> responses.messages().size() == 1);
        responses.ready(false);
        var all = revocations(LongStream.rangeClosed(1, 450).toArray());
        for (var part = 0; part < 450; part += 10) {
            add(all.subList(part, part + 10));
        }

        // The one look that was under way may have been sent.
        assertThat(responses.messages()).hasSizeLessThanOrEqualTo(2);
        responses.ready(true);

        await(() -> responses.told().size() >= 450);
        assertThat(responses.told())
                .containsExactlyElementsOf(
                        all.stream().map(one -> one.session().value()).toList());
        assertThat(responses.messages()).anyMatch(message -> !message.getCaughtUp());
        assertThat(responses.messages().getLast().getCaughtUp()).isTrue();
        assertThat(tokens.read(responses.messages().getLast().getResumeToken(), project))
                .isEqualTo(450);
    }

    @Test
    void stopEndsTheCallInPeaceEvenWhileTheCallerIsNotReady() throws InterruptedException {
        watch.stop();
        thread.join();

        assertThat(responses.isCompleted()).isTrue();
    }

    @Test
    void dismissalIsARefusal() throws InterruptedException {
        watch.dismiss();
        thread.join();

        assertThat(responses.failure())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason())
                                .isEqualTo(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS));
    }

    private void add(List<Revocation> revocations) {
        synchronized (log) {
            log.addAll(revocations);
        }
        window.add(new Look(revocations, revocations.getLast().position(), true));
    }

    private Look read(long position, int most) {
        synchronized (log) {
            var next = log.stream()
                    .filter(revocation -> revocation.position() > position)
                    .limit(most)
                    .toList();
            var last = next.isEmpty() ? position : next.getLast().position();
            return new Look(next, last, next.size() < most);
        }
    }

    private List<Revocation> revocations(long... positions) {
        return LongStream.of(positions)
                .mapToObj(position -> new Revocation(
                        position,
                        project,
                        SessionId.random(Environment.TEST),
                        UserId.random(Environment.TEST),
                        Instant.EPOCH))
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
