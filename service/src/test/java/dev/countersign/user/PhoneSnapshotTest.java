package dev.countersign.user;

import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneFactorEvent.GuessFailed;
import dev.countersign.user.PhoneFactorEvent.PhoneBlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A phone that is guessed at has a long stream, so it has to survive being stored as a snapshot: by its
/// fields.
class PhoneSnapshotTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final JsonMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .visibility(PropertyAccessor.FIELD, ANY)
            .build();

    @Test
    void snapshotHoldsTheWholeState() throws JsonProcessingException {
        var id = PhoneId.random(Environment.TEST);
        var phone = new PhoneFactor();
        phone.evolve(new PhoneRegistered(
                id,
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                new Sealed(new byte[1]),
                NOW.plusSeconds(300),
                null,
                NOW));
        phone.evolve(new GuessFailed(id, 100, NOW));
        phone.evolve(new PhoneBlocked(id, NOW));

        PhoneFactor restored = json.readValue(json.writeValueAsString(phone), PhoneFactor.class);

        assertThat(restored).usingRecursiveComparison().isEqualTo(phone);
        assertThat(restored.state()).isEqualTo(new PhoneState(false, 100, NOW, Instant.MAX));
    }
}
