package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private static final int USAGE = 2;

    @ParameterizedTest
    @CsvSource({
        "--rounds=0, rounds must be at least 1",
        "--callers=0, callers must be at least 1",
        "--seconds=0, a round must take some time",
        "--lead-in=-1, the lead-in must not be negative",
        "--rate=1.5, the rate must be between 0 and 1",
        "--operations=swim, swim",
        "--search --users=0, at least 1",
        "--audit --events=0, at least 1",
        "--frobnicate, Unknown option",
    })
    void refusesWhatCannotBeMeasured(String argument, String complaint) {
        var stderr = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(argument.split(" "))).isEqualTo(USAGE);
        } finally {
            System.setErr(stderr);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(complaint);
    }

    @Test
    void measuresTheSearchAndPagesThroughAll() {
        var stdout = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            // With so few users a median says nothing, so that the exit code does not either.
            Main.run("--search", "--users=3000", "--searches=3");
        } finally {
            System.setOut(stdout);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("| none | 3,000 |")
                .contains("| user_id, 100 | 100 |")
                .contains("| phone_number | 1 |")
                .contains("| full_name_fuzzy, nobody's | 0 |")
                .contains("missing 0, repeated 0");
    }

    @Test
    void measuresTheAuditTrailAndTakesWhatIsKept(@TempDir Path folder) {
        var stdout = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run("--audit", "--events=20000", "--searches=0", "--keep=" + folder.resolve("filled")))
                    .isZero();
            Main.run("--audit", "--events=20000", "--searches=1", "--keep=" + folder.resolve("filled"));
        } finally {
            System.setOut(stdout);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("taken into ledgers and view")
                .contains("| none | newest | 100+ |", "| country, nobody's | oldest | 0 |", "| a month by hours |")
                .contains("| ExplainChallenge |");
    }

    @Test
    void measuresEveryTargetInOneRun(@TempDir Path folder) throws IOException {
        var file = folder.resolve("results.json");

        var exit = Main.run(
                "--operations=new,authenticate,session,check,check_unsigned",
                "--callers=4",
                "--rounds=1",
                "--lead-in=0.1",
                "--seconds=0.3",
                "--warm-up=50",
                "--patience=0",
                "--repeats=0",
                "--gateway",
                "--json=" + file);

        var results = new JsonMapper().readTree(file.toFile());
        assertThat(exit).as(results.path("failures").toString()).isZero();
        assertThat(results.path("conditions")
                        .path("audit view behind the store, 4 callers")
                        .asText())
                .contains("at most", "p99");
        // In closed loops two operations of four targets, one of two, and two of three; in an open one all of the two
        // ways to the service.
        assertThat(results.path("lines")).hasSize(2 * 4 + 2 + 2 * 3 + 5 * 2);
        assertThat(results.path("lines"))
                .allSatisfy(
                        line -> assertThat(line.path("perSecond").asDouble()).isPositive());
    }
}
