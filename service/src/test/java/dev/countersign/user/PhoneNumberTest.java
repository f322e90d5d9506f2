package dev.countersign.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @CsvSource({
        "+12025550162, 1, US",
        "+14165550134, 1, CA",
        "+18765551234, 1, JM",
        "+442079460018, 44, GB",
        "+447400123456, 44, GB",
        "+4915123456789, 49, DE",
        "+33612345678, 33, FR",
        "+390612345678, 39, IT",
        "+393123456789, 39, IT",
        "+34612345678, 34, ES",
        "+5511961234567, 55, BR",
        "+5491123456789, 54, AR",
        "+525512345678, 52, MX",
        "+2348021234567, 234, NG",
        "+27711234567, 27, ZA",
        "+254712123456, 254, KE",
        "+201001234567, 20, EG",
        "+918123456789, 91, IN",
        "+8613123456789, 86, CN",
        "+819012345678, 81, JP",
        "+821020000000, 82, KR",
        "+6591234567, 65, SG",
        "+61412345678, 61, AU",
        "+64211234567, 64, NZ",
        "+971501234567, 971, AE",
        "+972502345678, 972, IL",
        "+905012345678, 90, TR",
        "+380501234567, 380, UA",
        "+77710009998, 7, KZ",
        "+881612345678, 881, 001"
    })
    void assignedNumberIsAccepted(String text, int countryCode, String region) {
        var number = PhoneNumber.parse(text).orElseThrow();
        assertThat(number.e164()).isEqualTo(text);
        assertThat(number.countryCode()).isEqualTo(countryCode);
        assertThat(number.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @MethodSource("exampleOfEveryCountry")
    void everyCountrysExampleOfAMobileNumberIsAccepted(String text) {
        assertThat(PhoneNumber.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "2025550162",
                "12025550162",
                "0012025550162",
                "+1 202 555 0162",
                "+1-202-555-0162",
                "+1(202)5550162",
                " +12025550162",
                "+12025550162 ",
                "+12025550162\n",
                "+12025550162;ext=7",
                "+12025550162x7",
                "tel:+12025550162",
                "++12025550162",
                "+１２０２５５５０１６２",
                "＋12025550162",
                "+1202555016a",
                "+1800FLOWERS",
                "+02025550162",
                "+1234567890123456",
                "+123456"
            })
    void anythingButPlusAndDigitsIsRefused(String text) {
        assertThat(PhoneNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+10000000000",
                "+11234567890",
                "+12021550162",
                "+1202555016",
                "+120255501622",
                "+4412345",
                "+447700900123",
                "+99912345678",
                "+2101234567"
            })
    void numberThatNoPlanAssignsIsRefused(String text) {
        assertThat(PhoneNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+4402079460018", "+49015123456789", "+330612345678"})
    void secondSpellingOfANumberIsRefused(String text) {
        assertThat(PhoneNumber.parse(text)).isEmpty();
    }

    @Test
    void storedNumberIsReadEvenIfItsRangeWasWithdrawn() {
        var number = PhoneNumber.ofStored("+12021550162");
        assertThat(PhoneNumber.parse(number.e164())).isEmpty();
        assertThat(number.countryCode()).isEqualTo(1);
        assertThat(number.region()).isEqualTo("ZZ");
    }

    @Test
    void storedTextThatIsNoNumberIsRefusedWithoutBeingRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhoneNumber.ofStored("garbage"))
                .withMessage("A stored phone number is not in E.164 form");
    }

    @Test
    void sameNumberIsEqual() {
        assertThat(PhoneNumber.ofStored("+12025550162"))
                .isEqualTo(PhoneNumber.parse("+12025550162").orElseThrow())
                .hasSameHashCodeAs(PhoneNumber.ofStored("+12025550162"))
                .isNotEqualTo(PhoneNumber.ofStored("+12025550163"));
    }

    @ParameterizedTest
    @CsvSource({"+12025550162, +1 ********62", "+6591234567, +65 ******67", "+5511961234567, +55 *********67"})
    void textFormShowsOnlyTheCallingCodeAndTheLastTwoDigits(String text, String shown) {
        assertThat(PhoneNumber.ofStored(text)).hasToString(shown);
    }

    static Stream<String> exampleOfEveryCountry() {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        return plans.getSupportedRegions().stream()
                .sorted()
                .map(region -> plans.getExampleNumberForType(region, PhoneNumberType.MOBILE))
                .filter(Objects::nonNull)
                .map(number -> plans.format(number, PhoneNumberFormat.E164));
    }
}
