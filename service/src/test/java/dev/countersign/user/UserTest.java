package dev.countersign.user;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserCommand.ActivateUser;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserEvent.UserActivated;
import dev.countersign.user.UserEvent.UserCreated;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final UserId ID = UserId.random(Environment.TEST);

    private final FixtureConfiguration<User> fixture = new AggregateTestFixture<>(User.class);

    @ParameterizedTest
    @EnumSource
    void userIsCreatedActiveOrPending(UserStatus status) {
        fixture.givenNoPriorActivity()
                .when(new CreateUser(ID, PROJECT, status, NOW))
                .expectEvents(new UserCreated(ID, PROJECT, status, NOW));
    }

    @Test
    void pendingUserIsActivated() {
        fixture.given(new UserCreated(ID, PROJECT, UserStatus.PENDING, NOW))
                .when(new ActivateUser(ID, NOW))
                .expectEvents(new UserActivated(ID, NOW));
    }

    @Test
    void activatingAnActiveUserIsQuiet() {
        fixture.given(new UserCreated(ID, PROJECT, UserStatus.ACTIVE, NOW))
                .when(new ActivateUser(ID, NOW))
                .expectNoEvents();
    }

    @Test
    void activatingTwiceIsQuiet() {
        fixture.given(new UserCreated(ID, PROJECT, UserStatus.PENDING, NOW), new UserActivated(ID, NOW))
                .when(new ActivateUser(ID, NOW))
                .expectNoEvents();
    }
}
