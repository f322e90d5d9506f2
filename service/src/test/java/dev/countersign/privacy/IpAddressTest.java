package dev.countersign.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @Test
    void addressHasOneTextForm() {
        assertThat(IpAddress.parse("2001:DB8:0:0::1")).isEqualTo(IpAddress.parse("2001:db8::1"));
        assertThat(IpAddress.parse("::ffff:203.0.113.7")).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(IpAddress.parse("203.0.113.7")).isNotEqualTo(IpAddress.parse("203.0.113.8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1",
                "0x7f.0.0.1",
                "010.0.0.1",
                "256.0.0.1",
                "1.2.3.4.5",
                "::g",
                " ::1",
                "fe80::1%1",
                "::1%",
                "1.2.3.4%1"
            })
    void anythingElseIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void maskShowsTheNetwork() {
        assertThat(IpAddress.parse("203.0.113.77").orElseThrow()).hasToString("203.0.113.0");
        assertThat(IpAddress.parse("2001:db8:1:2:3::4").orElseThrow()).hasToString("2001:db8:1:0:0:0:0:0");
    }
}
