package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/// Somebody logs in on the page `/login`, with the code that the page `/handset` shows in another browser.
///
/// Without a browser there is nothing to see: then these tests are passed over, except where `CI` is set.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LoginPageIT {
    private Dev dev;
    private Browser handset;

    @BeforeAll
    void start(@TempDir Path folder) {
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "There is no chromium with its driver");
        dev = Dev.start(folder);
        handset = Browser.open(Screen.PHONE).visit(dev.client().url("/handset"));
    }

    @AfterAll
    void stop() {
        if (handset != null) {
            handset.close();
        }
        if (dev != null) {
            dev.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRightCodeLogsIn(Screen screen) {
        try (var browser = Browser.open(screen)) {
            var number = PhoneNumbers.fresh();
            openPhoneScreen(browser);
            checked(browser, screen, "1-number");
            browser.type(number.substring("+1".length()));
            assertThat(browser.value("#phone-number")).matches("\\(202\\) \\d{3}-\\d{4}");
            browser.type(Keys.ENTER);

            browser.see("#code-screen");
            assertThat(browser.focus()).isEqualTo("code");
            assertThat(browser.text("#sent-number")).startsWith("+1 202 ");
            assertThat(browser.title()).startsWith("Type in the code");
            var code = newestCode(number, 1);
            checked(browser, screen, "2-code");
            browser.type(code, Keys.ENTER);

            browser.see("#session-screen");
            assertThat(browser.text("#session-number")).startsWith("+1 202 ");
            assertThat(browser.text("#session-user")).startsWith("user-test-");
            assertThat(browser.text("#session-left")).matches("1:00:00|59:\\d\\d");
            checked(browser, screen, "3-session");

            browser.reload();
            browser.see("#session-screen");
            assertThat(browser.run("return document.cookie"))
                    .as("what scripts see")
                    .isEqualTo("");

            browser.see("#log-out").click();
            browser.see("#phone-screen");
            browser.awaitText("#news", "You are logged out.");
            browser.reload();
            browser.see("#phone-screen");
            browser.assertNothingWentWrong();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongCodeIsToldAndTheRightOneStillWorks(Screen screen) {
        try (var browser = Browser.open(screen)) {
            var number = PhoneNumbers.fresh();
            askForCode(browser, number);
            var code = newestCode(number, 1);

            browser.type(code.equals("000000") ? "000001" : "000000", Keys.ENTER);

            browser.awaitText("#code-problem", "That is not the code. You can try 4 more times.");
            assertThat(browser.focus()).isEqualTo("code");
            assertThat(browser.see("#code").getDomAttribute("aria-invalid")).isEqualTo("true");
            checked(browser, screen, "4-wrong-code");

            browser.pasteIntoFocus("Your code is " + code + ".");
            browser.see("#session-screen");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewCodeCanBeSentAfterAWhile(Screen screen) {
        try (var browser = Browser.open(screen)) {
            var number = PhoneNumbers.fresh();
            askForCode(browser, number);
            var older = newestCode(number, 1);
            assertThat(browser.see("#resend").isEnabled()).isFalse();
            assertThat(browser.text("#resend")).matches("New code in 0:(30|2\\d)");

            browser.skipSeconds(30);
            browser.awaitText("#resend", "Send a new code");
            checked(browser, screen, "5-resend");
            browser.see("#resend").click();

            browser.awaitText("#news", "A new code is on its way.");
            var newer = newestCode(number, 2);
            assertThat(browser.focus()).isEqualTo("code");
            if (!older.equals(newer)) {
                browser.type(older, Keys.ENTER);
                browser.awaitText("#code-problem", "That is not the code.");
            }
            browser.type(newer, Keys.ENTER);
            browser.see("#session-screen");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNumberThatCannotBeIsToldAndCanBeCorrected(Screen screen) {
        try (var browser = Browser.open(screen)) {
            openPhoneScreen(browser);
            browser.type(Keys.ENTER);
            browser.awaitText("#phone-problem", "Type in your phone number.");
            browser.type("20255", Keys.ENTER);
            browser.awaitText("#phone-problem", "This number is too short for United States.");
            checked(browser, screen, "6-short-number");
            browser.type("+49 30 1234567");
            assertThat(browser.value("#country")).isEqualTo("DE");
            browser.type(Keys.ENTER);
            browser.see("#code-screen");
            browser.see("#other-number").click();

            browser.see("#phone-screen");
            assertThat(browser.focus()).isEqualTo("phone-number");
            browser.type("+1 202 123 4567", Keys.ENTER);
            browser.awaitText("#phone-problem", "No phone has this number.");
        }
    }

    private void askForCode(Browser browser, String number) {
        openPhoneScreen(browser);
        browser.type(number, Keys.ENTER);
        browser.see("#code-screen");
    }

    private void openPhoneScreen(Browser browser) {
        browser.visit(dev.client().url("/login")).see("#phone-screen");
        assertThat(browser.focus()).isEqualTo("phone-number");
    }

    /// What the handset shows on top, once so many messages to this number have come.
    private String newestCode(String number, int count) {
        var messages = "[data-to='" + number + "']";
        Eventually.gives(Eventually.SOON, () -> handset.seen(messages), all -> all.size() == count);
        return Objects.requireNonNull(handset.seen(messages).getFirst().getDomAttribute("data-code"));
    }

    /// A page that a person with any eyes, or none, can use; kept to be looked at.
    private static void checked(Browser browser, Screen screen, String name) {
        Accessibility.assertGood(browser);
        for (var dark : List.of(true, false)) {
            browser.prefersDark(dark);
            browser.shoot("login-%s-%s%s".formatted(name, screen.name().toLowerCase(Locale.ROOT), dark ? "-dark" : ""));
        }
    }
}
