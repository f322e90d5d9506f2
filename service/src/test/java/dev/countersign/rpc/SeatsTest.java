package dev.countersign.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "7, 1", "8, 2", "1000, 250"})
    void projectGetsAQuarterAndOneAtLeast(int most, int quarter) {
        var seats = new Seats(most);
        var project = ProjectId.random(Environment.TEST);

        for (var i = 0; i < quarter; i++) {
            assertThat(seats.take(project)).isTrue();
        }

        assertThat(seats.take(project)).isFalse();
        assertThat(seats.taken()).isEqualTo(quarter);
    }

    @Test
    void allProjectsTogetherGetNoMoreThanThereAre() {
        var seats = new Seats(2);
        var first = ProjectId.random(Environment.TEST);
        assertThat(seats.take(first)).isTrue();
        assertThat(seats.take(ProjectId.random(Environment.TEST))).isTrue();
        assertThat(seats.take(ProjectId.random(Environment.TEST))).isFalse();

        seats.giveBack(first);

        assertThat(seats.take(ProjectId.random(Environment.TEST))).isTrue();
    }

    @Test
    void seatThatWasGivenBackIsTheProjectsAgain() {
        var seats = new Seats(8);
        var project = ProjectId.random(Environment.TEST);
        seats.take(project);
        seats.take(project);
        seats.take(project);

        seats.giveBack(project);

        assertThat(seats.take(project)).isTrue();
        assertThat(seats.take(project)).isFalse();
    }

    @Test
    void ofManyAtOnceAQuarterSits() throws Exception {
        var seats = new Seats(64);
        var project = ProjectId.random(Environment.TEST);
        var takers = IntStream.range(0, 200)
                .<Callable<Boolean>>mapToObj(i -> () -> seats.take(project))
                .toList();
        try (var threads = Executors.newFixedThreadPool(16)) {
            var sitting = threads.invokeAll(takers).stream()
                    .filter(future -> future.resultNow())
                    .count();
            assertThat(sitting).isEqualTo(16);
        }
        assertThat(seats.taken()).isEqualTo(16);
    }
}
