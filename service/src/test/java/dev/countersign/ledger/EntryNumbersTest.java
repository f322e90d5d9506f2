package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntryNumbersTest {

    @Test
    void partsHaveSoManyRunsAtMost() {
        var numbers = EntryNumbers.of(List.of(1L, 2L, 5L, 9L, 10L, 20L));
        assertThat(numbers.parts(1)).map(EntryNumbers::toString).containsExactly("1-2", "5", "9-10", "20");
        assertThat(numbers.parts(3)).map(EntryNumbers::toString).containsExactly("1-2 5 9-10", "20");
        assertThat(numbers.parts(4)).containsExactly(numbers);
        assertThat(EntryNumbers.of(List.of()).parts(4)).isEmpty();
    }
}
