package dev.countersign.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.project.ProjectCommand.ChangeRetention;
import dev.countersign.project.ProjectCommand.LiftHold;
import dev.countersign.project.ProjectCommand.PlaceHold;
import dev.countersign.project.ProjectEvent.HoldLifted;
import dev.countersign.project.ProjectEvent.HoldPlaced;
import dev.countersign.project.ProjectEvent.ProjectCreated;
import dev.countersign.project.ProjectEvent.RetentionChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a project keeps its entries, and what it holds.
class ProjectRetentionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProjectId ID = ProjectId.random(Environment.TEST);
    private static final ProjectCreated CREATED = new ProjectCreated(ID, "Acme", NOW);
    private static final HoldName CASE = new HoldName("CASE-17");

    private final FixtureConfiguration<Project> fixture = new AggregateTestFixture<>(Project.class);

    @Test
    void retentionIsChanged() {
        fixture.given(CREATED).when(keep(13)).expectEvents(kept(13));
    }

    @Test
    void keepingAsLongAsBeforeIsQuiet() {
        fixture.given(CREATED, kept(13)).when(keep(13)).expectNoEvents();
    }

    @Test
    void keepingForGoodAgainIsAChange() {
        fixture.given(CREATED, kept(13)).when(keep(null)).expectEvents(kept(null));
    }

    @Test
    void keepingForGoodFromTheBeginningIsQuiet() {
        fixture.given(CREATED).when(keep(null)).expectNoEvents();
    }

    @Test
    void classesAreKeptApart() {
        fixture.given(CREATED, kept(13))
                .when(new ChangeRetention(ID, RetentionClass.ACCESS, 13, NOW))
                .expectEvents(new RetentionChanged(ID, RetentionClass.ACCESS, 13, NOW));
    }

    @Test
    void holdIsPlaced() {
        fixture.given(CREATED)
                .when(place("user"))
                .expectResultMessagePayload(HoldPlacement.PLACED)
                .expectEvents(placed("user"));
    }

    @Test
    void placingItAgainIsQuiet() {
        fixture.given(CREATED, placed("user"))
                .when(place("user"))
                .expectResultMessagePayload(HoldPlacement.PLACED)
                .expectNoEvents();
    }

    @Test
    void anotherHoldCannotHaveItsName() {
        fixture.given(CREATED, placed("user"))
                .when(place(null))
                .expectResultMessagePayload(HoldPlacement.NAME_TAKEN)
                .expectNoEvents();
    }

    @Test
    void holdIsLiftedAndItsNameIsFree() {
        fixture.given(CREATED, placed(null))
                .when(new LiftHold(ID, CASE, NOW))
                .expectEvents(new HoldLifted(ID, CASE, NOW));
    }

    @Test
    void nameOfALiftedHoldIsFree() {
        fixture.given(CREATED, placed(null), new HoldLifted(ID, CASE, NOW))
                .when(place("user"))
                .expectResultMessagePayload(HoldPlacement.PLACED)
                .expectEvents(placed("user"));
    }

    @Test
    void liftingWhatIsNotThereIsQuiet() {
        fixture.given(CREATED).when(new LiftHold(ID, CASE, NOW)).expectNoEvents();
    }

    @Test
    void thousandAndFirstHoldIsOneTooMany() {
        List<Object> history = new ArrayList<>(List.of(CREATED));
        for (var number = 0; number < Project.MAX_HOLDS; number++) {
            history.add(new HoldPlaced(ID, new HoldName("H" + number), null, NOW));
        }
        fixture.given(history)
                .when(place(null))
                .expectResultMessagePayload(HoldPlacement.TOO_MANY)
                .expectNoEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "passcode.CodeIssued, LOGINS",
        "passcode.CodeMismatched, LOGINS",
        "session.SessionStarted, LOGINS",
        "passcode.CodeSent, MESSAGES",
        "passcode.CodeDeliveryFailed, MESSAGES",
        "audit.CallRefused, ACCESS",
        "phone.PhoneLocked, CHANGES",
        "user.UserErased, CHANGES",
        "project.SecretAdded, CHANGES",
        "unheard.Of, CHANGES",
        "odd, CHANGES"
    })
    void everyTypeIsInAClass(String type, RetentionClass expected) {
        assertThat(RetentionClass.of(type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "x\n"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> new HoldName(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HoldName("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ChangeRetention keep(@Nullable Integer months) {
        return new ChangeRetention(ID, RetentionClass.LOGINS, months, NOW);
    }

    private static RetentionChanged kept(@Nullable Integer months) {
        return new RetentionChanged(ID, RetentionClass.LOGINS, months, NOW);
    }

    private static PlaceHold place(@Nullable String user) {
        return new PlaceHold(ID, CASE, user, NOW);
    }

    private static HoldPlaced placed(@Nullable String user) {
        return new HoldPlaced(ID, CASE, user, NOW);
    }
}
