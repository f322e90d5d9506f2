package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartedTest {
    private final List<String> happened = new ArrayList<>();
    private final Started started = new Started(happened::add);

    @Test
    void theNewestStopsFirstAndOnce() {
        started.add(part("database"));
        started.add(part("service"));
        started.close();
        started.close();
        assertThat(happened).containsExactly("service", "database");
    }

    @Test
    void whatFailsToStopDoesNotKeepTheRest() {
        started.add(part("database"));
        started.add(() -> {
            throw new IllegalStateException("stuck");
        });
        started.close();
        assertThat(happened).containsExactly("Could not stop cleanly: stuck", "database");
    }

    @Test
    void whatIsStartedAfterTheEndStopsAtOnce() {
        started.close();
        started.add(part("late"));
        assertThat(happened).containsExactly("late");
    }

    private AutoCloseable part(String name) {
        return () -> happened.add(name);
    }
}
