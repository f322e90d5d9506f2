package dev.countersign.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {
    private final DataKey key = DataKey.random(new SecureRandom());

    @ParameterizedTest
    @CsvSource({"203.0.113.7, Mozilla/5.0 (X11)", "2001:db8::1, ''", "'', curl/8", "'', ''", "203.0.113.7, 'two\nlines'"
    })
    void comeOutAsTheyWentIn(String ipAddress, String userAgent) {
        var attributes = new Attributes(ipAddress, userAgent);
        assertThat(Attributes.open(key, attributes.seal(key, "here"), "here")).isEqualTo(attributes);
    }

    @Test
    void areEmptyIfNothingIsKnown() {
        assertThat(new Attributes("", "").isEmpty()).isTrue();
        assertThat(new Attributes("203.0.113.7", "").isEmpty()).isFalse();
        assertThat(new Attributes("", "curl/8").isEmpty()).isFalse();
    }

    @Test
    void lineBreakInAnAddressIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Attributes("203.0.113.7\n", ""));
    }
}
