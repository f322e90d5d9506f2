package dev.countersign.bench.rebuild;

import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// How what happened in a [History] is spread.
public interface Spread {
    ProjectId project();

    Instant from();

    /// Over which time; the same time lies between any two events.
    Duration length();

    /// Who logs in, when it is somebody's turn.
    default int who(int person) {
        return person;
    }

    String number(int person);

    String address(int person);

    String carrier(int login);

    /// Why the message did not arrive, which ends it; empty: it did.
    default Optional<String> failure(int login) {
        return Optional.empty();
    }

    default String request(int event) {
        return "request-id-test-" + UUID.randomUUID();
    }

    /// People of one country and one carrier.
    static Spread narrow(ProjectId project) {
        return new Spread() {
            @Override
            public ProjectId project() {
                return project;
            }

            @Override
            public Instant from() {
                return Instant.parse("2026-03-01T00:00:00Z");
            }

            @Override
            public Duration length() {
                return Duration.ofHours(11);
            }

            @Override
            public String number(int person) {
                return "+1202555%04d".formatted(person % 10_000);
            }

            @Override
            public String address(int person) {
                return "198.51.%d.%d".formatted(person / 250 % 250, person % 250);
            }

            @Override
            public String carrier(int login) {
                return "webhook";
            }
        };
    }
}
