package dev.countersign.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What events are in the words of others, and what `docs/audit-exports.md` says of it.
class EventKindTest {

    static List<String> types() {
        return Samples.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void noTypeIsForgotten(String type) {
        assertThat(EventKind.known(type)).isPresent();
    }

    @Test
    void whatNobodyKnowsIsToldAllTheSame() {
        var kind = EventKind.of("later.Unheard");

        assertThat(kind.activity()).isEqualTo(new OcsfActivity(OcsfClass.BASE_EVENT, 99, "Unheard"));
        assertThat(kind.categories()).isEmpty();
    }
}
