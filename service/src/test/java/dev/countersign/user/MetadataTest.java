package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.privacy.BrokenSealException;
import dev.countersign.privacy.DataKey;
import dev.countersign.project.Environment;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final UserId USER = UserId.random(Environment.TEST);

    private final DataKey key = DataKey.random(new SecureRandom());

    @Test
    void nullAtTheTopLevelRemovesAndDeeperIsKept() {
        var change = new HashMap<String, Object>();
        change.put("gone", null);
        var deeper = new HashMap<String, Object>();
        deeper.put("nothing", null);
        change.put("deep", deeper);
        var merged = Metadata.of(Map.of("gone", 1, "kept", List.of(1, "two"), "deep", Map.of("a", 1)))
                .with(Metadata.of(change));

        assertThat(merged.asMap()).containsOnlyKeys("kept", "deep").containsEntry("kept", List.of(1, "two"));
        assertThat(merged.asMap().get("deep")).isEqualTo(deeper);
    }

    @Test
    void boundsIncludeWhatIsAllowed() {
        assertThat(keys(Metadata.MOST_KEYS).hasTooManyKeys()).isFalse();
        assertThat(keys(Metadata.MOST_KEYS + 1).hasTooManyKeys()).isTrue();
        // {"x":"…"} has 8 bytes besides the value, which has two for each letter.
        assertThat(Metadata.of(Map.of("x", "ü".repeat(2044))).isTooLarge()).isFalse();
        assertThat(Metadata.of(Map.of("x", "ü".repeat(2044) + "y")).isTooLarge())
                .isTrue();
    }

    @Test
    void sealOpensForTheSameKindAndUserOnly() {
        var metadata = Metadata.of(Map.of("plan", "gold"));
        var sealed = metadata.seal(key, "trusted", USER);

        assertThat(Metadata.open(key, sealed, "trusted", USER)).isEqualTo(metadata);
        assertThatThrownBy(() -> Metadata.open(key, sealed, "untrusted", USER)).isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> Metadata.open(key, sealed, "trusted", UserId.random(Environment.TEST)))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void nothingIsSealedAsNull() {
        assertThat(Metadata.none().seal(key, "trusted", USER)).isNull();
        assertThat(Metadata.open(key, null, "trusted", USER)).isEqualTo(Metadata.none());
    }

    @Test
    void textIsMasked() {
        assertThat(Metadata.of(Map.of("plan", "gold"))).asString().doesNotContain("gold");
    }

    private static Metadata keys(int count) {
        return Metadata.of(IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "key" + i, i -> i)));
    }
}
