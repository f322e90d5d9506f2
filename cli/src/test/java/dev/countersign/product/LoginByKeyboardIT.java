package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/// Somebody logs in and out on the page `/login` with nothing but keys, and sees at each step where they are.
///
/// Without a browser there is nothing to see: then these tests are passed over, except where `CI` is set.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LoginByKeyboardIT {
    private Dev dev;

    @BeforeAll
    void start(@TempDir Path folder) {
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "There is no chromium with its driver");
        dev = Dev.start(folder);
    }

    @AfterAll
    void stop() {
        if (dev != null) {
            dev.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWholeLoginIsDoneWithKeys(Screen screen) {
        try (var browser = Browser.open(screen)) {
            var visitor = new LoginVisitor(dev, browser);
            var number = PhoneNumbers.fresh();
            visitor.openPhoneScreen();
            assertFocus(browser, "phone-number");
            browser.type(number.substring("+1".length()));
            browser.type(Keys.TAB);
            assertFocus(browser, "Send me a code");
            browser.type(Keys.SPACE);

            browser.see("#code-screen");
            assertFocus(browser, "code");
            var code = visitor.code(number, 1);
            browser.type(LoginVisitor.other(code), Keys.ENTER);
            browser.awaitText("#code-problem", "That is not the code.");
            assertFocus(browser, "code");
            // What was wrong is selected, so that typing takes its place.
            browser.type(code);
            assertThat(browser.value("#code")).isEqualTo(code);
            browser.type(Keys.TAB);
            assertFocus(browser, "Log in");
            browser.type(Keys.ENTER);

            browser.see("#session-screen");
            assertThat(browser.focus()).as("what is read out first").isEqualTo("welcome");
            browser.type(Keys.TAB);
            assertFocus(browser, "log-out");
            browser.type(Keys.ENTER);
            browser.see("#phone-screen");
            assertFocus(browser, "phone-number");
            browser.awaitText("#news", "You are logged out.");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void theFocusGoesDownThePageAndUpAgain() {
        try (var browser = Browser.open(Screen.DESKTOP)) {
            var visitor = new LoginVisitor(dev, browser);
            visitor.openPhoneScreen();
            for (var above : List.of("country", "Handset", "Log in", "Countersign")) {
                browser.typeShifted(Keys.TAB);
                assertFocus(browser, above);
            }
            for (var below : List.of("Log in", "Handset", "country", "phone-number", "Send me a code")) {
                browser.type(Keys.TAB);
                assertFocus(browser, below);
            }

            visitor.askForCode(PhoneNumbers.fresh());
            assertFocus(browser, "code");
            // As long as no new code can be sent, there is nothing to press.
            for (var below : List.of("Log in", "other-number")) {
                browser.type(Keys.TAB);
                assertFocus(browser, below);
            }
            browser.typeShifted(Keys.TAB);
            browser.typeShifted(Keys.TAB);
            assertFocus(browser, "code");
        }
    }

    @Test
    void aCountryIsChosenByItsName() {
        try (var browser = Browser.open(Screen.DESKTOP)) {
            new LoginVisitor(dev, browser).openPhoneScreen();
            browser.typeShifted(Keys.TAB);
            browser.type("germ");
            assertThat(browser.value("#country")).isEqualTo("DE");
            browser.type(Keys.TAB);
            browser.type("03012345");

            assertThat(browser.value("#phone-number")).isEqualTo("030 12345");
            browser.typeShifted(Keys.TAB);
            browser.type(Keys.ARROW_DOWN);
            assertThat(browser.value("#country")).isEqualTo("GH");
            browser.type(Keys.ARROW_UP);
            assertThat(browser.value("#country")).isEqualTo("DE");
        }
    }

    @Test
    void whateverIsWrongIsToldWhereItIsMended() {
        try (var browser = Browser.open(Screen.DESKTOP)) {
            var visitor = new LoginVisitor(dev, browser);
            var number = PhoneNumbers.fresh();
            visitor.openPhoneScreen();
            browser.type(Keys.TAB, Keys.ENTER);
            browser.awaitText("#phone-problem", "Type in your phone number.");
            assertWrong(browser, "phone-number", "phone-problem");
            browser.type("20255", Keys.TAB, Keys.ENTER);
            browser.awaitText("#phone-problem", "This number is too short");
            assertWrong(browser, "phone-number", "phone-problem");
            browser.type(number, Keys.ENTER);

            browser.see("#code-screen");
            browser.type(Keys.TAB, Keys.ENTER);
            browser.awaitText("#code-problem", "Type in the code from the message.");
            assertWrong(browser, "code", "code-problem");
            browser.type("123", Keys.ENTER);
            browser.awaitText("#code-problem", "The code consists of the digits");
            assertWrong(browser, "code", "code-problem");

            browser.skipSeconds(30);
            browser.awaitText("#resend", "Send a new code");
            browser.type(Keys.TAB, Keys.TAB);
            assertFocus(browser, "resend");
            browser.type(Keys.ENTER);
            browser.awaitText("#news", "A new code is on its way.");
            assertFocus(browser, "code");
            browser.type(visitor.code(number, 2), Keys.ENTER);
            browser.see("#session-screen");
        }
    }

    @Test
    void anotherNumberTakesThePlaceOfAWrongOne() {
        try (var browser = Browser.open(Screen.DESKTOP)) {
            var visitor = new LoginVisitor(dev, browser);
            var number = PhoneNumbers.fresh();
            visitor.askForCode(PhoneNumbers.fresh());
            browser.type(Keys.TAB, Keys.TAB);
            assertFocus(browser, "other-number");
            browser.type(Keys.ENTER);

            browser.see("#phone-screen");
            assertFocus(browser, "phone-number");
            browser.type(number, Keys.ENTER);
            browser.see("#code-screen");
            browser.type(visitor.code(number, 1), Keys.ENTER);
            browser.see("#session-screen");
            assertThat(browser.text("#session-number").replaceAll("\\D", "")).isEqualTo(number.substring(1));
        }
    }

    /// What has the focus, by its id or else its words; and everybody can see that it has.
    private static void assertFocus(Browser browser, String expected) {
        assertThat(browser.run("const one = document.activeElement; return one.id || one.textContent.trim()"))
                .isEqualTo(expected);
        assertThat(browser.run("""
                const one = document.activeElement;
                const { outlineStyle, outlineWidth } = getComputedStyle(one);
                const { top, bottom } = one.getBoundingClientRect();
                return one.matches(":focus-visible") && outlineStyle === "solid" && parseFloat(outlineWidth) >= 2
                    && top >= 0 && bottom <= innerHeight;""")).as("the focus on %s can be seen", expected).isEqualTo("true");
    }

    /// The focus is where it is mended, and who hears the page is told what is wrong.
    private static void assertWrong(Browser browser, String field, String problem) {
        assertFocus(browser, field);
        var input = browser.see("#" + field);
        assertThat(input.getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(String.valueOf(input.getDomAttribute("aria-describedby")).split(" "))
                .contains(problem);
    }
}
