package dev.countersign.bench.audit;

import dev.countersign.bench.rebuild.Spread;
import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A month of a project with people of twenty countries: two of five are of one of them, one in a thousand of the last.
///
/// One login in a hundred is of one person; a third of the people have one of three addresses; one request in a
/// hundred has the id of all these. Of three carriers one carries one message in a thousand. One message in fifty does
/// not arrive, of which one in a thousand for a reason that is rare.
record Month(ProjectId project, Instant from) implements Spread {
    static final String SHARED_REQUEST = "request-id-test-shared";
    static final List<String> COUNTRIES = List.of(
            "US", "DE", "FR", "ES", "NL", "BE", "PL", "SE", "AT", "CH", "PT", "BR", "MX", "IN", "JP", "KR", "SG", "ZA",
            "TR", "DK");

    private static final List<String> BEGINNINGS = List.of(
            "+12015",
            "+49151234",
            "+336123",
            "+346123",
            "+31612",
            "+32470",
            "+48512",
            "+46701",
            "+436641",
            "+41781",
            "+351912",
            "+5511961",
            "+5255212",
            "+918123",
            "+819012",
            "+82102",
            "+6581",
            "+27711",
            "+90501",
            "+4532");

    /// Of a thousand people.
    private static final int[] SHARES = {400, 250, 120, 60, 40, 30, 20, 15, 12, 10, 9, 8, 7, 6, 5, 3, 2, 1, 1, 1};

    private static final int ALL = 1_000;

    /// Who logs in more than anybody else.
    static final int BUSIEST = 1;

    @Override
    public Duration length() {
        return Duration.ofDays(30);
    }

    @Override
    public int who(int person) {
        return person % 100 == 50 ? BUSIEST : person;
    }

    /// Which country somebody is of, by its place in the list.
    static int country(int person) {
        var place = (int) (person * 7_919L % ALL);
        var country = 0;
        while (place >= SHARES[country]) {
            place -= SHARES[country++];
        }
        return country;
    }

    @Override
    public String number(int person) {
        return BEGINNINGS.get(country(person)) + "%06d".formatted(person);
    }

    @Override
    public String address(int person) {
        return person % 3 == 1
                ? "198.51.100." + person % 9
                : "10.%d.%d.%d".formatted(person >> 16, person >> 8 & 255, person & 255);
    }

    @Override
    public String carrier(int login) {
        return login % 1_000 == 0 ? "spare" : login % 4 == 0 ? "second" : "webhook";
    }

    @Override
    public Optional<String> failure(int login) {
        if (login % 50 != 7) {
            return Optional.empty();
        }
        return Optional.of(login % 50_000 == 7 ? "NUMBER_BLOCKED" : "UNREACHABLE");
    }

    @Override
    public String request(int event) {
        return event % 100 == 0 ? SHARED_REQUEST : "request-id-test-" + UUID.randomUUID();
    }
}
