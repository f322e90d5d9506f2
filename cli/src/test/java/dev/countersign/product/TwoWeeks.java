package dev.countersign.product;

import dev.countersign.bench.rebuild.Spread;
import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Two weeks of a project with people of four countries, whose carrier does not reach one in fifty.
record TwoWeeks(ProjectId project, Instant from, Duration length) implements Spread {
    /// Numbers that nobody has, or that are kept for films.
    private static final List<String> NUMBERS =
            List.of("+1202555%04d", "+1202555%04d", "+1202555%04d", "+44207946%04d", "+49301234%04d", "+3319900%04d");

    @Override
    public String number(int person) {
        return NUMBERS.get(person % NUMBERS.size()).formatted(person % 10_000);
    }

    @Override
    public String address(int person) {
        return "198.51.%d.%d".formatted(person / 250 % 250, person % 250);
    }

    @Override
    public String carrier(int login) {
        return "webhook";
    }

    @Override
    public Optional<String> failure(int login) {
        return login % 50 == 7 ? Optional.of("unreachable") : Optional.empty();
    }
}
