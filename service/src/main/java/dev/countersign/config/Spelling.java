package dev.countersign.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what somebody probably meant to write.
final class Spelling {
    private Spelling() {}

    /// The known word that is nearest to this one, if a few letters make the difference.
    static Optional<String> nearest(String word, Stream<String> known) {
        return known.filter(candidate -> distance(word, candidate) <= Math.min(4, word.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /// How many letters must be put in, left out or exchanged to make one word of the other (Levenshtein).
    static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
