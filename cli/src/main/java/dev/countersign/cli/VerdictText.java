package dev.countersign.cli;

import dev.countersign.evidence.Verdict;

/// Tells what a verification has found.
///
/// @param partial whether hashes may stand for entries
/// @param upToCheckpoint whether the last entries may be covered by no checkpoint
record VerdictText(Console console, boolean partial, boolean upToCheckpoint) {
    static final int PROVEN = 0;
    static final int DAMAGED = 1;
    static final int UNDECIDED = 2;

    /// @return the exit code
    int tell(Verdict verdict) {
        verdict.damages().forEach(damage -> console.say("DAMAGED: " + damage));
        verdict.undecided().forEach(what -> console.say("UNDECIDED: " + what + "."));
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
        return isCovered(verdict) && verdict.undecided().isEmpty() ? PROVEN : UNDECIDED;
    }

    /// Whether checkpoints cover as much as they should; says what they do not.
    private boolean isCovered(Verdict verdict) {
        if (verdict.checkpoints() == 0) {
            console.say("UNDECIDED: There is no checkpoint that this could be held against, so nothing is proven.");
            return false;
        }
        if (verdict.proven() == verdict.entries()) {
            return true;
        }
        var isAccepted = upToCheckpoint && verdict.proven() > 0;
        console.say("%s: The entries from %d on are covered by no checkpoint.%s"
                .formatted(
                        isAccepted ? "NOT PROVEN" : "UNDECIDED",
                        verdict.proven(),
                        isAccepted ? "" : " If they may be younger than the newest one, say --up-to-checkpoint."));
        return isAccepted;
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
