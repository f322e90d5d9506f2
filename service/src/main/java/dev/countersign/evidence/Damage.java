package dev.countersign.evidence;

import java.util.OptionalLong;

/// Something that is not as a checkpoint has it.
///
/// @param line of the file, from 1; empty: not in a line
/// @param entry the first one that it is about
/// @param what a sentence
public record Damage(OptionalLong line, long entry, String what) {

    @Override
    public String toString() {
        return line.isPresent() ? "Line " + line.getAsLong() + ": " + what : what;
    }
}
