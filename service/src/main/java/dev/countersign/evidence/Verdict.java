package dev.countersign.evidence;

import java.util.List;

/// What was found out.
///
/// @param entries how many there are, with those that are left out
/// @param proven how many of them, from the first on, checkpoints cover that fit
/// @param checkpoints how many fit
/// @param omitted how many are proven by the hash of a subtree alone
/// @param gaps the first ranges of them
/// @param damages the first ones, in order; empty: everything is as the checkpoints have it
/// @param undecided what could not be found out, such as checkpoints that could be held against nothing, and why
public record Verdict(
        long entries,
        long proven,
        int checkpoints,
        long omitted,
        List<Range> gaps,
        List<Damage> damages,
        List<String> undecided) {

    /// Entries from one to before another.
    public record Range(long from, long before) {

        @Override
        public String toString() {
            return before - from == 1 ? "entry " + from : "entries " + from + " to " + (before - 1);
        }
    }

    public Verdict {
        gaps = List.copyOf(gaps);
        damages = List.copyOf(damages);
        undecided = List.copyOf(undecided);
    }
}
