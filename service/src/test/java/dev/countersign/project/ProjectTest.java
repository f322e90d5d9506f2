package dev.countersign.project;

import dev.countersign.project.ProjectCommand.AddSecret;
import dev.countersign.project.ProjectCommand.CreateProject;
import dev.countersign.project.ProjectCommand.RevokeSecret;
import dev.countersign.project.ProjectEvent.ProjectCreated;
import dev.countersign.project.ProjectEvent.SecretAdded;
import dev.countersign.project.ProjectEvent.SecretRevoked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class ProjectTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProjectId ID = ProjectId.random(Environment.TEST);
    private static final SecretId SECRET = SecretId.random(Environment.TEST);
    private static final SecretHash HASH = ProjectSecret.of("secret").hash();

    private final FixtureConfiguration<Project> fixture = new AggregateTestFixture<>(Project.class);

    @Test
    void projectIsCreated() {
        fixture.givenNoPriorActivity()
                .when(new CreateProject(ID, "Acme", NOW))
                .expectEvents(new ProjectCreated(ID, "Acme", NOW));
    }

    @Test
    void secretIsAdded() {
        fixture.given(created())
                .when(new AddSecret(ID, SECRET, HASH, SecretRole.APPLICATION, NOW))
                .expectResultMessagePayload(SecretAddition.ADDED)
                .expectEvents(new SecretAdded(ID, SECRET, HASH, SecretRole.APPLICATION, NOW));
    }

    @Test
    void addingASecretAgainIsQuiet() {
        fixture.given(created(), added(SECRET))
                .when(new AddSecret(ID, SECRET, HASH, SecretRole.APPLICATION, NOW))
                .expectResultMessagePayload(SecretAddition.ADDED)
                .expectNoEvents();
    }

    @Test
    void fiftiethSecretIsAdded() {
        fixture.given(createdWithSecrets(49))
                .when(new AddSecret(ID, SECRET, HASH, SecretRole.APPLICATION, NOW))
                .expectResultMessagePayload(SecretAddition.ADDED)
                .expectEvents(new SecretAdded(ID, SECRET, HASH, SecretRole.APPLICATION, NOW));
    }

    @Test
    void fiftyFirstSecretIsOneTooMany() {
        fixture.given(createdWithSecrets(50))
                .when(new AddSecret(ID, SECRET, HASH, SecretRole.APPLICATION, NOW))
                .expectResultMessagePayload(SecretAddition.TOO_MANY)
                .expectNoEvents();
    }

    @Test
    void revokedSecretsDoNotCount() {
        List<Object> history = createdWithSecrets(49);
        history.add(added(SECRET));
        history.add(new SecretRevoked(ID, SECRET, NOW));
        SecretId another = SecretId.random(Environment.TEST);
        fixture.given(history)
                .when(new AddSecret(ID, another, HASH, SecretRole.APPLICATION, NOW))
                .expectResultMessagePayload(SecretAddition.ADDED)
                .expectEvents(new SecretAdded(ID, another, HASH, SecretRole.APPLICATION, NOW));
    }

    @Test
    void secretIsRevoked() {
        fixture.given(created(), added(SECRET))
                .when(new RevokeSecret(ID, SECRET, NOW))
                .expectEvents(new SecretRevoked(ID, SECRET, NOW));
    }

    @Test
    void revokingARevokedSecretIsQuiet() {
        fixture.given(created(), added(SECRET), new SecretRevoked(ID, SECRET, NOW))
                .when(new RevokeSecret(ID, SECRET, NOW))
                .expectNoEvents();
    }

    @Test
    void revokingAnUnknownSecretIsQuiet() {
        fixture.given(created()).when(new RevokeSecret(ID, SECRET, NOW)).expectNoEvents();
    }

    private static ProjectCreated created() {
        return new ProjectCreated(ID, "Acme", NOW);
    }

    private static SecretAdded added(SecretId secretId) {
        return new SecretAdded(ID, secretId, HASH, SecretRole.APPLICATION, NOW);
    }

    private static List<Object> createdWithSecrets(int count) {
        List<Object> history = new ArrayList<>();
        history.add(created());
        for (int i = 0; i < count; i++) {
            history.add(added(SecretId.random(Environment.TEST)));
        }
        return history;
    }
}
