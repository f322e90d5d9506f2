package dev.countersign.trail;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/// Names what was noted: `note-<uuid>`, the UUID of version 7 (RFC 9562). Not a secret.
public record NoteId(String value) {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    public static NoteId random() {
        return new NoteId("note-" + GENERATOR.generate());
    }

    @Override
    public String toString() {
        return value;
    }
}
