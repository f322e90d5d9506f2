package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks for what no log may hold.
final class Whispers {
    private Whispers() {}

    /// Codes count as whole words: their digits may stand within a time or an id by chance.
    static void assertNoneIn(
            String log, Credentials credentials, Collection<String> numbers, Collection<String> codes) {
        assertThat(log).doesNotContain(credentials.secret(), credentials.basic());
        numbers.forEach(number -> assertThat(log).doesNotContain(number.substring(2)));
        Set<String> words = new HashSet<>(List.of(log.split("[^A-Za-z0-9]+")));
        assertThat(words).doesNotContainAnyElementsOf(codes);
    }
}
