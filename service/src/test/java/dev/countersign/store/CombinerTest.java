package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinerTest {

    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

    @Test
    void loneCallIsAnswered() {
        var combiner = new Combiner<String, String>(
                "test", 1, 64, calls -> calls.forEach(call -> call.answer(call.input() + "!")));

        assertThat(combiner.call("hello")).isEqualTo("hello!");
    }

    @Test
    void callsThatArriveDuringABatchAreCarriedOutTogether() throws Exception {
        var firstIsRunning = new CountDownLatch(1);
        var othersHaveCome = new CountDownLatch(1);
        var combiner = new Combiner<Integer, Integer>("test", 1, 64, calls -> {
            batches.add(calls.size());
            if (batches.size() == 1) {
                firstIsRunning.countDown();
                await(othersHaveCome);
            }
            calls.forEach(call -> call.answer(-call.input()));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> combiner.call(1));
            await(firstIsRunning);
            var arrivals = new CountDownLatch(10);
            var others = IntStream.rangeClosed(2, 11)
                    .mapToObj(number -> threads.submit(() -> {
                        arrivals.countDown();
                        return combiner.call(number);
                    }))
                    .toList();
            await(arrivals);
            othersHaveCome.countDown();

            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            for (var i = 0; i < others.size(); i++) {
                assertThat(others.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(-(i + 2));
            }
        }
        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(11);
        assertThat(batches.getFirst()).isEqualTo(1);
    }

    @Test
    void everyCallIsAnsweredOnceUnderLoad() throws Exception {
        var combiner = new Combiner<Integer, Integer>("test", 2, 8, calls -> {
            batches.add(calls.size());
            calls.forEach(call -> call.answer(call.input() * 2));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Integer>>();
            for (var i = 0; i < 20_000; i++) {
                var number = i;
                answers.add(threads.submit((Callable<Integer>) () -> combiner.call(number)));
            }
            for (var i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(2 * i);
            }
        }
        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20_000);
        assertThat(batches).allMatch(size -> size <= 8);
    }

    @Test
    void noMoreBatchesAreUnderWayThanThereAreLeaders() throws Exception {
        var ends = List.of(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
        var combiner = new Combiner<Integer, Integer>("test", 2, 64, calls -> {
            batches.add(calls.size());
            await(ends.get(calls.getFirst().input()));
            calls.forEach(call -> call.answer(call.input()));
        });
        var first = Thread.ofPlatform().start(() -> combiner.call(0));
        eventually(() -> batches.size() == 1);
        var second = Thread.ofPlatform().start(() -> combiner.call(1));
        eventually(() -> batches.size() == 2);
        var third = Thread.ofPlatform().start(() -> combiner.call(2));
        eventually(() -> rests(third));
        var fourth = Thread.ofPlatform().start(() -> combiner.call(3));
        eventually(() -> rests(fourth));

        ends.get(0).countDown();
        eventually(() -> batches.equals(List.of(1, 1, 2)));
        ends.get(1).countDown();
        ends.get(2).countDown();
        for (var caller : List.of(first, second, third, fourth)) {
            caller.join(Duration.ofSeconds(10));
            assertThat(caller.isAlive()).isFalse();
        }
    }

    @Test
    void failureReachesEveryCallerThatHasNoAnswerYet() {
        var combiner = new Combiner<Integer, Integer>("test", 1, 64, calls -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> combiner.call(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThatThrownBy(() -> combiner.call(2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void interruptedCallerGetsItsAnswerAndStaysInterrupted() throws InterruptedException, ExecutionException {
        var combiner = new Combiner<Integer, Integer>("test", 1, 64, calls -> calls.forEach(call -> call.answer(7)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> {
                Thread.currentThread().interrupt();
                return combiner.call(1) == 7 && Thread.currentThread().isInterrupted();
            });
            assertThat(answer.get()).isTrue();
        }
    }

    private static boolean rests(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static void eventually(BooleanSupplier expected) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!expected.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
