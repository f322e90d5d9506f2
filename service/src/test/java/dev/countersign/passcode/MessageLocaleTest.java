package dev.countersign.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLocaleTest {

    @ParameterizedTest
    @CsvSource({
        "en, EN", "es, ES", "pt-br, PT_BR", "fr, FR", "it, IT", "de-DE, DE_DE", "zh-Hans, ZH_HANS", "ca-ES, CA_ES",
        "ja, JA", "ru, RU", "nl, NL", "pl, PL", "tr, TR", "fa, FA", "vi, VI", "cs, CS"
    })
    void sixteenTagsAreKnown(String tag, MessageLocale locale) {
        assertThat(MessageLocale.parse(tag)).hasValue(locale);
        assertThat(locale.tag()).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"ptbr, PT_BR", "deDE, DE_DE", "zhHans, ZH_HANS", "caES, CA_ES", "PT-BR, PT_BR", "ZH-HANS, ZH_HANS"})
    void hyphensAndCaseDoNotMatter(String tag, MessageLocale locale) {
        assertThat(MessageLocale.parse(tag)).hasValue(locale);
    }

    @ParameterizedTest
    @EnumSource
    void everyTagIsReadBack(MessageLocale locale) {
        assertThat(MessageLocale.parse(locale.tag())).hasValue(locale);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "xx", "pt", "de", "zh", "en-US", "pt_br", " en", "ENGLISH", "ıt"})
    void otherTagsAreUnknown(String tag) {
        assertThat(MessageLocale.parse(tag)).isEmpty();
    }
}
