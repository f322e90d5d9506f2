package dev.countersign.trail;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.trail.TrailEvent.CallRefused;
import dev.countersign.trail.TrailEvent.TrailRead;
import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class TrailNoteTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final NoteId ID = NoteId.random();
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);

    private final AggregateTestFixture<TrailNote> fixture = new AggregateTestFixture<>(TrailNote.class);

    @Test
    void refusedCallIsNoted() {
        var refused = new CallRefused(ID, PROJECT, "INVALID_PHONE_NUMBER", "x/Y", 1, null, NOW);
        fixture.givenNoPriorActivity().when(TrailCommand.note(refused)).expectEvents(refused);
    }

    @Test
    void readingIsNoted() {
        var read = new TrailRead(ID, PROJECT, "ListAuditEvents", List.of(), false, 3, 7, NOW);
        fixture.givenNoPriorActivity().when(TrailCommand.note(read)).expectEvents(read);
    }
}
