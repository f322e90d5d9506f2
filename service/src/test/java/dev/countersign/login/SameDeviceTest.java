package dev.countersign.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.privacy.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameDeviceTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:DB8:0:0:0:0:0:1, true",
        "2001:db8::1, 2001:db8::2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "'', 192.0.2.1, false",
        "192.0.2.1, '', false",
        "'', '', false",
    })
    void addressesAreComparedAsAddresses(String then, String now, boolean same) {
        assertThat(allows(new MatchRequired(true, false), new Attributes(then, "a"), new Attributes(now, "b")))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "Firefox/1, Firefox/1, true",
        "Firefox/1, firefox/1, false",
        "'', x, false",
        "x, '', false",
        "'', '', false"
    })
    void userAgentsAreComparedAsTexts(String then, String now, boolean same) {
        assertThat(allows(
                        new MatchRequired(false, true),
                        new Attributes("192.0.2.1", then),
                        new Attributes("192.0.2.9", now)))
                .isEqualTo(same);
    }

    @Test
    void bothAreNeededWhereBothAreDemanded() {
        var both = new MatchRequired(true, true);
        var then = new Attributes("192.0.2.1", "Firefox");

        assertThat(allows(both, then, new Attributes("192.0.2.1", "Firefox"))).isTrue();
        assertThat(allows(both, then, new Attributes("192.0.2.1", "Chrome"))).isFalse();
        assertThat(allows(both, then, new Attributes("192.0.2.2", "Firefox"))).isFalse();
    }

    @Test
    void nothingIsComparedWhereNothingIsDemanded() {
        assertThat(allows(MatchRequired.NOTHING, Attributes.NONE, new Attributes("192.0.2.1", "Firefox")))
                .isTrue();
    }

    private static boolean allows(MatchRequired required, Attributes then, Attributes now) {
        return new SameDevice(required, now, issuedTo -> then).allows(null);
    }
}
