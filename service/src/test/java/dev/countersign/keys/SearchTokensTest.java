package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.Name;
import dev.countersign.user.PhoneNumber;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTokensTest {
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final PhoneNumber NUMBER = PhoneNumber.ofStored("+12025550162");

    private final KeyRing ring = KeyRing.generate();
    private final SearchTokens tokens = ring.searchTokens();

    @ParameterizedTest
    @ValueSource(strings = {"120", "202", "555", "0162", "12025550162"})
    void numberHasTheTokensOfTheDigitsThatItContains(String digits) {
        assertThat(tokens.ofNumber(PROJECT, NUMBER)).contains(tokens.ofDigits(PROJECT, digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "621", "0163"})
    void numberLacksTheTokensOfOtherDigits(String digits) {
        var ofNumber = Arrays.stream(tokens.ofNumber(PROJECT, NUMBER)).boxed().toList();
        var ofDigits = Arrays.stream(tokens.ofDigits(PROJECT, digits)).boxed().toList();
        assertThat(ofNumber.containsAll(ofDigits)).isFalse();
    }

    @Test
    void groupsWithLeadingZerosDiffer() {
        assertThat(tokens.ofDigits(PROJECT, "001")).isNotEqualTo(tokens.ofDigits(PROJECT, "010"));
        assertThat(tokens.ofDigits(PROJECT, "000")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jo", "JOSE", "José", "García", "garc márq", "MARQUEZ"})
    void nameHasTheTokensOfWhatItsWordsBeginWith(String words) {
        var name = new Name("José", "", "García Márquez");
        assertThat(tokens.ofName(PROJECT, name)).contains(tokens.ofWords(PROJECT, words));
    }

    @Test
    void onlySixteenCharactersCount() {
        var name = new Name("Abcdefghijklmnopqrstuvwxyz", "", "");
        assertThat(tokens.ofName(PROJECT, name)).hasSize(15);
        assertThat(tokens.ofWords(PROJECT, "abcdefghijklmnopQQQ"))
                .isEqualTo(tokens.ofWords(PROJECT, "abcdefghijklmnop"));
    }

    @Test
    void charactersBeyondTheBasicPlaneCountOnce() {
        assertThat(SearchTokens.areLongEnough("𠮷")).isFalse();
        assertThat(SearchTokens.areLongEnough("𠮷野")).isTrue();
        assertThat(tokens.ofName(PROJECT, new Name("", "", "𠮷野家"))).contains(tokens.ofWords(PROJECT, "𠮷野"));
    }

    @Test
    void sameTokensAfterARotation() {
        assertThat(ring.rotated().searchTokens().ofNumber(PROJECT, NUMBER)).isEqualTo(tokens.ofNumber(PROJECT, NUMBER));
    }

    @Test
    void otherProjectsAndRingsHaveOtherTokens() {
        var elsewhere = ProjectId.random(Environment.TEST);
        assertThat(tokens.ofNumber(elsewhere, NUMBER)).doesNotContain(tokens.ofNumber(PROJECT, NUMBER));
        assertThat(KeyRing.generate().searchTokens().ofNumber(PROJECT, NUMBER))
                .doesNotContain(tokens.ofNumber(PROJECT, NUMBER));
    }
}
