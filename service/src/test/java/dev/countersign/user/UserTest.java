package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserCommand.ActivateUser;
import dev.countersign.user.UserCommand.AddPhone;
import dev.countersign.user.UserCommand.ChangeProfile;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserCommand.EraseUser;
import dev.countersign.user.UserCommand.ExchangePhone;
import dev.countersign.user.UserCommand.TakePhoneOff;
import dev.countersign.user.UserEvent.ExternalIdChanged;
import dev.countersign.user.UserEvent.NameChanged;
import dev.countersign.user.UserEvent.PhoneAdded;
import dev.countersign.user.UserEvent.PhoneTakenOff;
import dev.countersign.user.UserEvent.PrimaryFactorExchanged;
import dev.countersign.user.UserEvent.RolesChanged;
import dev.countersign.user.UserEvent.TrustedMetadataChanged;
import dev.countersign.user.UserEvent.UntrustedMetadataChanged;
import dev.countersign.user.UserEvent.UserActivated;
import dev.countersign.user.UserEvent.UserCreated;
import dev.countersign.user.UserEvent.UserErased;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UserTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final UserId ID = UserId.random(Environment.TEST);

    private static final PhoneId PHONE = PhoneId.random(Environment.TEST);
    private static final PhoneId OTHER_PHONE = PhoneId.random(Environment.TEST);
    private static final Sealed NAME = new Sealed(new byte[] {1});
    private static final Sealed TRUSTED = new Sealed(new byte[] {2});
    private static final Sealed UNTRUSTED = new Sealed(new byte[] {3});
    private static final Sealed EXTERNAL = new Sealed(new byte[] {4});
    private static final List<String> ROLES = List.of("admin");
    private static final UserProfile PROFILE = new UserProfile(NAME, TRUSTED, UNTRUSTED, EXTERNAL, ROLES);

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

    @Test
    void changedProfileIsToldPartByPart() {
        fixture.given(created())
                .when(new ChangeProfile(ID, UserProfile.NONE, PROFILE, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(
                        new NameChanged(ID, NAME, NOW),
                        new TrustedMetadataChanged(ID, TRUSTED, NOW),
                        new UntrustedMetadataChanged(ID, UNTRUSTED, NOW),
                        new ExternalIdChanged(ID, EXTERNAL, NOW),
                        new RolesChanged(ID, ROLES, NOW));
    }

    @Test
    void onlyThePartThatChangedIsTold() {
        fixture.given(created(), new NameChanged(ID, NAME, NOW), new RolesChanged(ID, ROLES, NOW))
                .when(new ChangeProfile(
                        ID,
                        new UserProfile(NAME, null, null, null, ROLES),
                        new UserProfile(null, null, null, null, ROLES),
                        NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new NameChanged(ID, null, NOW));
    }

    @Test
    void sameProfileIsQuiet() {
        fixture.given(created(), new NameChanged(ID, NAME, NOW))
                .when(new ChangeProfile(
                        ID,
                        new UserProfile(NAME, null, null, null, List.of()),
                        new UserProfile(NAME, null, null, null, List.of()),
                        NOW))
                .expectResultMessagePayload(true)
                .expectNoEvents();
    }

    @Test
    void whoMergedIntoAnOlderProfileHasToStartAgain() {
        fixture.given(created(), new NameChanged(ID, NAME, NOW))
                .when(new ChangeProfile(ID, UserProfile.NONE, PROFILE, NOW))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @Test
    void phonesAreAddedTakenOffAndExchanged() {
        fixture.given(created())
                .when(new AddPhone(ID, PHONE, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneAdded(ID, PHONE, NOW));
        fixture.given(created(), new PhoneAdded(ID, PHONE, NOW))
                .when(new TakePhoneOff(ID, PHONE, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new PhoneTakenOff(ID, PHONE, NOW));
        fixture.given(created(), new PhoneAdded(ID, PHONE, NOW))
                .when(new ExchangePhone(ID, PHONE, OTHER_PHONE, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new PrimaryFactorExchanged(ID, PHONE, OTHER_PHONE, NOW));
    }

    @Test
    void userIsErased() {
        fixture.given(created(), new NameChanged(ID, NAME, NOW))
                .when(new EraseUser(ID, NOW))
                .expectResultMessagePayload(true)
                .expectEvents(new UserErased(ID, NOW));
    }

    @ParameterizedTest
    @MethodSource
    void nothingHappensToAUserWhoWasErased(UserCommand command) {
        fixture.given(created(), new NameChanged(ID, NAME, NOW), new UserErased(ID, NOW))
                .when(command)
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    static Stream<UserCommand> nothingHappensToAUserWhoWasErased() {
        return Stream.of(
                new ChangeProfile(ID, UserProfile.NONE, PROFILE, NOW),
                new AddPhone(ID, PHONE, NOW),
                new TakePhoneOff(ID, PHONE, NOW),
                new ExchangePhone(ID, PHONE, OTHER_PHONE, NOW),
                new EraseUser(ID, NOW));
    }

    @Test
    void nobodyActivatesAUserWhoWasErased() {
        fixture.given(new UserCreated(ID, PROJECT, UserStatus.PENDING, NOW), new UserErased(ID, NOW))
                .when(new ActivateUser(ID, NOW))
                .expectNoEvents();
    }

    private static UserCreated created() {
        return new UserCreated(ID, PROJECT, UserStatus.ACTIVE, NOW);
    }
}
