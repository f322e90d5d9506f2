package dev.countersign.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.Passcode;
import dev.countersign.user.Channel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SmsTextTest {
    private static final KeyRing KEYS = KeyRing.generate();
    private static final String LONGEST_DOMAIN = "login.a-company-with-a-long-name.com.br";

    @ParameterizedTest
    @EnumSource
    void everySmsFitsIntoOneSegmentAndShowsTheCode(MessageLocale locale) {
        for (var domain : new String[] {"", "x.io", "login.example.com", LONGEST_DOMAIN}) {
            var text = new SmsText(Optional.of(domain).filter(host -> !host.isEmpty()));
            for (var digits = 4; digits <= 10; digits++) {
                for (var minutes = 1; minutes <= 10; minutes++) {
                    var code = code(digits);
                    var sms = text.render(code, Duration.ofMinutes(minutes), Channel.SMS, locale);

                    assertThat(OneSegment.holds(sms)).as(sms).isTrue();
                    assertThat(sms.lines().findFirst().orElseThrow()).contains(code.revealForSms());
                    assertThat(sms).doesNotContain("{", "}");
                    if (!domain.isEmpty()) {
                        assertThat(sms).endsWith("\n@" + domain + " #" + code.revealForSms());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullestTextIsSentWhereNothingIsAddedToIt(MessageLocale locale) {
        var code = code(6);
        var full = MessageTexts.in(locale)
                .getFirst()
                .replace("{code}", code.revealForSms())
                .replace("{minutes}", "10");
        var text = new SmsText(Optional.empty());

        assertThat(text.render(code, Duration.ofMinutes(10), Channel.SMS, locale))
                .isEqualTo(full);
    }

    @ParameterizedTest
    @EnumSource
    void whatsappGetsTheFullestTextWithoutTheLineForBrowsers(MessageLocale locale) {
        var text = new SmsText(Optional.of(LONGEST_DOMAIN))
                .render(code(6), Duration.ofMinutes(10), Channel.WHATSAPP, locale);

        assertThat(text).doesNotContain("@").contains("10").hasLineCount(1);
    }

    @Test
    void domainThatLeavesNoRoomIsFoundBeforehand() {
        assertThat(SmsText.leavesRoom(LONGEST_DOMAIN, 10)).isTrue();
        assertThat(SmsText.leavesRoom(LONGEST_DOMAIN + "x", 10)).isFalse();
        assertThat(SmsText.leavesRoom(LONGEST_DOMAIN + "x", 6)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a, 160", "{, 80", "€, 80", "é, 160", "ç, 70", "中, 70"})
    void oneSegmentHoldsSoMany(String character, int most) {
        assertThat(OneSegment.holds(character.repeat(most))).isTrue();
        assertThat(OneSegment.holds(character.repeat(most + 1))).isFalse();
    }

    private static Passcode code(int digits) {
        return KEYS.passcodeKeys()
                .derive(KEYS.passcodeKeys().current(), ChallengeId.random(), new Nonce(new byte[16]), digits);
    }
}
