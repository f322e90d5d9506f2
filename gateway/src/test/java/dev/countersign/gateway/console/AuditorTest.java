package dev.countersign.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Credentials;
import dev.countersign.v1.GetAuditorResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final Auditor auditor = new Auditor(
            Credentials.of("project", "secret"), GetAuditorResponse.getDefaultInstance(), "", NOW, IDLE, LIFETIME);

    @Test
    void whoDoesNothingIsSignedOutAtTheLimit() {
        assertThat(auditor.isOver(NOW.plus(IDLE).minusNanos(1))).isFalse();
        assertThat(auditor.isOver(NOW.plus(IDLE))).isTrue();
    }

    @Test
    void whoDoesSomethingStays() {
        auditor.use(NOW.plus(IDLE).minusNanos(1));

        assertThat(auditor.isOver(NOW.plus(IDLE))).isFalse();
        assertThat(auditor.isOver(NOW.plus(IDLE).plus(IDLE).minusNanos(1))).isTrue();
    }

    @Test
    void nobodyStaysForLongerThanTheLifetime() {
        for (var at = NOW; at.isBefore(NOW.plus(LIFETIME)); at = at.plus(Duration.ofMinutes(29))) {
            auditor.use(at);
        }

        assertThat(auditor.isOver(NOW.plus(LIFETIME).minusNanos(1))).isFalse();
        assertThat(auditor.isOver(NOW.plus(LIFETIME))).isTrue();
    }

    @Test
    void theSecretIsInNoText() {
        assertThat(auditor.toString() + auditor.credentials()).doesNotContain("secret", "cHJvamVjd");
    }
}
