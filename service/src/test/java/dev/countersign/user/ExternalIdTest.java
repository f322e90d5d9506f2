package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.user.UserReference.ByExternalId;
import dev.countersign.user.UserReference.ById;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalIdTest {
    private static final String USER_ID = "user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd";

    @ParameterizedTest
    @ValueSource(strings = {"a", "auth0|12.3_4-5", "user-1", "User-test-1"})
    void idsOfOthersAreTaken(String text) {
        assertThat(new ExternalId(text).text()).isEqualTo(text);
        assertThat(UserReference.parse(text)).isEqualTo(new ByExternalId(new ExternalId(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä", "a\n", "a/b", "user-test-1", "user-live-", USER_ID})
    void otherTextsAreRefusedAndNotQuoted(String text) {
        assertThatThrownBy(() -> new ExternalId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not an external id");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "emails", "phone_numbers", "totps", "search"})
    void whatMeansSomethingElseInAPathIsGivenToNobodyAndKeptByThoseWhoHaveIt(String text) {
        assertThatThrownBy(() -> ExternalId.given(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ExternalId(text).text()).isEqualTo(text);
        assertThat(ExternalId.given(text + "x").text()).isEqualTo(text + "x");
    }

    @Test
    void lengthHasABound() {
        assertThat(new ExternalId("x".repeat(128)).text()).hasSize(128);
        assertThatThrownBy(() -> new ExternalId("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsOfOursAreToldByTheirForm() {
        assertThat(UserReference.parse(USER_ID)).isEqualTo(new ById(new UserId(USER_ID)));
        assertThatThrownBy(() -> UserReference.parse("user-test-1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textIsMasked() {
        assertThat(new ExternalId("ada")).asString().doesNotContain("ada");
    }
}
