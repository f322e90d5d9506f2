package dev.countersign.cli;

import dev.countersign.evidence.Verdict;

/// Tells what a verification has found.
///
/// @param partial whether hashes may stand for entries
record VerdictText(Console console, boolean partial) {
    static final int PROVEN = 0;
    static final int DAMAGED = 1;
    static final int UNDECIDED = 2;

    /// @return the exit code
    int tell(Verdict verdict) {
        verdict.damages().forEach(damage -> console.say("DAMAGED: " + damage));
        verdict.undecided()
                .forEach(what -> console.say(
                        "UNDECIDED: " + what + ". Export it again with \"kept_size\", the size of that checkpoint."));
        tellOfGaps(verdict);
        if (verdict.proven() > 0 || verdict.checkpoints() > 0) {
            console.say("Proven: the first %d of %d entries, by %d %s."
                    .formatted(
                            verdict.proven(),
                            verdict.entries(),
                            verdict.checkpoints(),
                            verdict.checkpoints() == 1 ? "checkpoint" : "checkpoints"));
        }
        if (!verdict.damages().isEmpty() || (verdict.omitted() > 0 && !partial)) {
            return DAMAGED;
        }
        return verdict.undecided().isEmpty() ? PROVEN : UNDECIDED;
    }

    private void tellOfGaps(Verdict verdict) {
        if (verdict.omitted() > 0) {
            var first = verdict.gaps().stream()
                    .limit(5)
                    .map(Verdict.Range::toString)
                    .toList();
            console.say("%s: %d entries are proven by hashes alone, the first of them %s.%s"
                    .formatted(
                            partial ? "Left out" : "MISSING",
                            verdict.omitted(),
                            String.join(", ", first),
                            partial ? "" : " If a filter left them out, say --partial."));
        }
    }
}
