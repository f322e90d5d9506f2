package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.KeyId;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeEvent;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.HoldName;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.project.SecretHash;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.session.SessionEvent;
import dev.countersign.session.SessionId;
import dev.countersign.session.TokenHash;
import dev.countersign.trail.AddressHash;
import dev.countersign.trail.NoteId;
import dev.countersign.trail.TrailEvent;
import dev.countersign.user.Channel;
import dev.countersign.user.InheritedGuesses;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
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
                    SessionEvent.class,
                    TrailEvent.class),
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
            Map.entry(
                    InheritedGuesses.class,
                    new InheritedGuesses(
                            new PhoneId("phone-number-test-44444444-4444-4444-8444-444444444444"),
                            3,
                            Instant.parse("2026-01-02T03:04:05.123456Z"),
                            null)),
            Map.entry(ChallengeId.class, new ChallengeId("challenge-019a0000-0000-7000-8000-000000000001")),
            Map.entry(SessionId.class, new SessionId("session-test-55555555-5555-4555-8555-555555555555")),
            Map.entry(TokenHash.class, new TokenHash(THIRTY_TWO)),
            Map.entry(SecretHash.class, new SecretHash(THIRTY_TWO)),
            Map.entry(Nonce.class, new Nonce(SIXTEEN)),
            Map.entry(KeyId.class, new KeyId(7)),
            Map.entry(Sealed.class, new Sealed(new byte[] {1, 2, 3})),
            Map.entry(SecretRole.class, SecretRole.AUDITOR),
            Map.entry(RetentionClass.class, RetentionClass.LOGINS),
            Map.entry(HoldName.class, new HoldName("CASE-17")),
            Map.entry(UserStatus.class, UserStatus.PENDING),
            Map.entry(Channel.class, Channel.WHATSAPP),
            Map.entry(MessageLocale.class, MessageLocale.PT_BR),
            Map.entry(Instant.class, Instant.parse("2026-01-02T03:04:05.123456Z")),
            Map.entry(String.class, "text"),
            Map.entry(List.class, List.of("text")),
            Map.entry(NoteId.class, new NoteId("note-019a0000-0000-7000-8000-000000000002")),
            Map.entry(AddressHash.class, new AddressHash(THIRTY_TWO)),
            Map.entry(boolean.class, true),
            Map.entry(long.class, 4L),
            Map.entry(Integer.class, 3),
            Map.entry(int.class, 3));

    /// What a member means that an older form lacks; null where nothing stands here.
    private static final Map<Class<?>, Object> MISSING = Map.of(
            Channel.class, Channel.SMS,
            MessageLocale.class, MessageLocale.EN,
            SecretRole.class, SecretRole.APPLICATION);

    static Stream<Class<?>> events() {
        return NAMES.types().stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void storedFormIsTheApprovedOne(Class<?> event) throws ReflectiveOperationException, IOException {
        var stored = new String(
                JSON.serialize(sample(event), byte[].class).getData(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(stored)
                .isEqualTo(Files.readString(file(event, revision(event))).strip());
    }

    @ParameterizedTest
    @MethodSource("events")
    void approvedFormIsReadAsItWas(Class<?> event) throws ReflectiveOperationException, IOException {
        assertThat(read(event, revision(event))).isEqualTo(sample(event));
    }

    @ParameterizedTest
    @MethodSource("events")
    void olderFormsAreReadAsWhatTheyMeant(Class<?> event) throws ReflectiveOperationException, IOException {
        for (var older = 1; older < revision(event); older++) {
            assertThat(read(event, older)).isEqualTo(sample(event, members(file(event, older))::contains));
        }
    }

    private static Object read(Class<?> event, int revision) throws IOException {
        var type =
                new SimpleSerializedType(event.getAnnotation(StoredName.class).value(), Integer.toString(revision));
        return JSON.deserialize(
                new SimpleSerializedObject<>(Files.readAllBytes(file(event, revision)), byte[].class, type));
    }

    @Test
    void everyApprovedFileHasItsEvent() throws IOException {
        var expected = events().flatMap(event -> IntStream.rangeClosed(1, revision(event))
                        .mapToObj(
                                revision -> file(event, revision).getFileName().toString()))
                .toList();
        try (var files = Files.list(APPROVED)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static int revision(Class<?> event) {
        return Integer.parseInt(event.getAnnotation(Revision.class).value());
    }

    private static Path file(Class<?> event, int revision) {
        return APPROVED.resolve(event.getAnnotation(StoredName.class).value() + ".v" + revision + ".json");
    }

    private static Set<String> members(Path file) throws IOException {
        var members = new HashSet<String>();
        new JsonMapper().readTree(Files.readAllBytes(file)).fieldNames().forEachRemaining(members::add);
        return members;
    }

    private static Object sample(Class<?> event) throws ReflectiveOperationException {
        return sample(event, member -> true);
    }

    /// @param told the members that were stored
    private static Object sample(Class<?> event, Predicate<String> told) throws ReflectiveOperationException {
        var components = event.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = event.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(Arrays.stream(components)
                .map(one -> (told.test(one.getName()) ? SAMPLES : MISSING).get(one.getType()))
                .toArray());
    }
}
