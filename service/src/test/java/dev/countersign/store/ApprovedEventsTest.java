package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.KeyId;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeEvent;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretHash;
import dev.countersign.project.SecretId;
import dev.countersign.session.SessionEvent;
import dev.countersign.session.SessionId;
import dev.countersign.session.TokenHash;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserEvent;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored form of every event, pinned: what was stored once must be readable for ever.
///
/// A file here never changes. An event with a new form gets a new revision, a new file, and an upcaster that
/// reads the old one.
class ApprovedEventsTest {

    private static final Path APPROVED = Path.of("src/test/resources/approved");

    private static final EventNames NAMES = EventNames.of(
            List.of(
                    ProjectEvent.class,
                    UserEvent.class,
                    PhoneFactorEvent.class,
                    PasscodeEvent.class,
                    SessionEvent.class),
            List.of());

    private static final EventJson JSON = EventJson.of(NAMES);

    private static final byte[] SIXTEEN = new byte[16];
    private static final byte[] THIRTY_TWO = new byte[32];

    /// One value of each type that events are made of.
    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(ProjectId.class, new ProjectId("project-test-11111111-1111-4111-8111-111111111111")),
            Map.entry(SecretId.class, new SecretId("secret-test-22222222-2222-4222-8222-222222222222")),
            Map.entry(UserId.class, new UserId("user-test-33333333-3333-4333-8333-333333333333")),
            Map.entry(PhoneId.class, new PhoneId("phone-number-test-44444444-4444-4444-8444-444444444444")),
            Map.entry(ChallengeId.class, new ChallengeId("challenge-019a0000-0000-7000-8000-000000000001")),
            Map.entry(SessionId.class, new SessionId("session-test-55555555-5555-4555-8555-555555555555")),
            Map.entry(TokenHash.class, new TokenHash(THIRTY_TWO)),
            Map.entry(SecretHash.class, new SecretHash(THIRTY_TWO)),
            Map.entry(Nonce.class, new Nonce(SIXTEEN)),
            Map.entry(KeyId.class, new KeyId(7)),
            Map.entry(Sealed.class, new Sealed(new byte[] {1, 2, 3})),
            Map.entry(UserStatus.class, UserStatus.PENDING),
            Map.entry(Instant.class, Instant.parse("2026-01-02T03:04:05.123456Z")),
            Map.entry(String.class, "text"),
            Map.entry(List.class, List.of("text")),
            Map.entry(int.class, 3));

    static Stream<Class<?>> events() {
        return NAMES.types().stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void storedFormIsTheApprovedOne(Class<?> event) throws ReflectiveOperationException, IOException {
        var stored = new String(
                JSON.serialize(sample(event), byte[].class).getData(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(stored).isEqualTo(Files.readString(file(event)).strip());
    }

    @ParameterizedTest
    @MethodSource("events")
    void approvedFormIsReadAsItWas(Class<?> event) throws ReflectiveOperationException, IOException {
        var type = JSON.typeForClass(event);
        var read = JSON.deserialize(new SimpleSerializedObject<>(Files.readAllBytes(file(event)), byte[].class, type));

        assertThat(read).isEqualTo(sample(event));
    }

    @Test
    void everyApprovedFileHasItsEvent() throws IOException {
        var expected =
                events().map(event -> file(event).getFileName().toString()).toList();
        try (var files = Files.list(APPROVED)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Path file(Class<?> event) {
        return APPROVED.resolve(event.getAnnotation(StoredName.class).value() + ".v"
                + event.getAnnotation(Revision.class).value() + ".json");
    }

    private static Object sample(Class<?> event) throws ReflectiveOperationException {
        var components = event.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = event.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(Arrays.stream(types).map(SAMPLES::get).toArray());
    }
}
