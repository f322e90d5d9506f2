package dev.countersign.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretLeasesTest {
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final Duration TICK = Duration.ofNanos(1);

    private final List<String> stored = new ArrayList<>(List.of("first"));
    private Duration now = Duration.ofDays(-1);
    private Duration readingTakes = Duration.ZERO;
    private int reads;

    private final SecretLeases<String> leases = new SecretLeases<>(this::read, () -> now.toNanos());

    private List<String> read(ProjectId project) {
        assertThat(project).isEqualTo(PROJECT);
        reads++;
        var seen = List.copyOf(stored);
        now = now.plus(readingTakes);
        return seen;
    }

    private Optional<String> find(String secret) {
        return leases.find(PROJECT, secret::equals);
    }

    @Test
    void busyProjectIsReadOnce() {
        assertThat(find("first")).contains("first");
        now = now.plus(SecretLeases.LENGTH).minus(TICK);
        assertThat(find("first")).contains("first");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void leaseEndsOnTime() {
        find("first");
        stored.clear();
        now = now.plus(SecretLeases.LENGTH);
        assertThat(find("first")).isEmpty();
    }

    @Test
    void leaseCountsFromBeforeItsRead() {
        readingTakes = SecretLeases.LENGTH;
        assertThat(find("first")).contains("first");
        stored.clear();
        assertThat(find("first")).isEmpty();
    }

    @Test
    void newSecretIsGoodAtOnceBesideTheOld() {
        find("first");
        stored.add("second");
        assertThat(find("second")).contains("second");
        assertThat(find("first")).contains("first");
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void wrongSecretIsLookedForEachTimeAndLeavesNothing() {
        assertThat(find("wrong")).isEmpty();
        assertThat(find("wrong")).isEmpty();
        find("first");
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void revocationOutlastsEveryLease() {
        assertThat(SecretLeases.REVOCATION).isGreaterThan(SecretLeases.LENGTH);
    }
}
