package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The page `/login` on a phone whose browser hands over the code of a message (WebOTP).
///
/// The browser of the test gets no messages: there, what a browser has for that is put in place of its own, as
/// <https://wicg.github.io/web-otp/> describes it.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class WebOtpIT {
    /// `asked` has what the page asked for. Each answer comes by `answer`, unless the page wants it no longer.
    private static final String PHONE = """
            window.asked = [];
            window.OTPCredential = class OTPCredential {
                constructor(code) {
                    Object.assign(this, { id: "", type: "otp", code });
                }
            };
            navigator.credentials.get = (options) => new Promise((done, fail) => {
                const { signal } = options;
                asked.push({ options, answer: (code) => done(new OTPCredential(code)),
                    refuse: () => fail(new DOMException("Refused", "NotAllowedError")) });
                signal.addEventListener("abort", () => fail(signal.reason));
            });""";

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

    @Test
    void theCodeOfTheMessageIsFilledInAndSent() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE)) {
            var visitor = new LoginVisitor(dev, browser);
            visitor.openPhoneScreen();
            assertThat(asked(browser))
                    .as("before there is a message to wait for")
                    .isEqualTo("0");
            var code = visitor.askForCode(PhoneNumbers.fresh());

            assertThat(asked(browser)).isEqualTo("1");
            assertThat(browser.run("return JSON.stringify(asked[0].options.otp)"))
                    .isEqualTo("{\"transport\":[\"sms\"]}");
            assertThat(browser.run("return Object.keys(asked[0].options).sort().join()"))
                    .isEqualTo("otp,signal");
            assertThat(isWanted(browser, 0)).isEqualTo("true");
            browser.run("asked[0].answer(arguments[0])", code);

            browser.see("#session-screen");
            assertThat(asked(browser)).isEqualTo("1");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void whoTypesIsNotInterrupted() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE)) {
            var code = new LoginVisitor(dev, browser).askForCode(PhoneNumbers.fresh());
            browser.type(code.substring(0, 1));

            assertThat(isWanted(browser, 0)).isEqualTo("false");
            browser.run("asked[0].answer(arguments[0])", LoginVisitor.other(code));
            assertThat(browser.value("#code")).isEqualTo(code.substring(0, 1));
            browser.type(code.substring(1), Keys.ENTER);
            browser.see("#session-screen");
            assertThat(browser.text("#code-problem")).isEmpty();
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void afterANewCodeIsAskedForOnlyTheNewMessageCounts() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE)) {
            var visitor = new LoginVisitor(dev, browser);
            var number = PhoneNumbers.fresh();
            visitor.askForCode(number);
            browser.skipSeconds(30);
            browser.awaitText("#resend", "Send a new code");
            browser.see("#resend").click();
            browser.awaitText("#news", "A new code is on its way.");

            assertThat(asked(browser)).isEqualTo("2");
            assertThat(isWanted(browser, 0)).isEqualTo("false");
            assertThat(isWanted(browser, 1)).isEqualTo("true");
            browser.run("asked[1].answer(arguments[0])", visitor.code(number, 2));
            browser.see("#session-screen");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void aMessageForAnotherNumberIsNotWaitedFor() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE)) {
            new LoginVisitor(dev, browser).askForCode(PhoneNumbers.fresh());
            browser.see("#other-number").click();
            browser.see("#phone-screen");

            assertThat(isWanted(browser, 0)).isEqualTo("false");
        }
    }

    @Test
    void whoDoesNotHandOverTheMessageTypesTheCode() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE)) {
            var code = new LoginVisitor(dev, browser).askForCode(PhoneNumbers.fresh());
            browser.run("asked[0].refuse()");
            assertThat(browser.text("#code-problem")).isEmpty();
            assertThat(browser.focus()).isEqualTo("code");
            browser.type(code, Keys.ENTER);
            browser.see("#session-screen");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void aBrowserThatCannotIsNotAsked() {
        try (var browser = Browser.open(Screen.PHONE).prepare(PHONE).prepare("delete window.OTPCredential")) {
            var code = new LoginVisitor(dev, browser).askForCode(PhoneNumbers.fresh());
            assertThat(asked(browser)).isEqualTo("0");
            browser.type(code, Keys.ENTER);
            browser.see("#session-screen");
            browser.assertNothingWentWrong();
        }
    }

    private static String asked(Browser browser) {
        return String.valueOf(browser.run("return asked.length"));
    }

    /// Whether the page still waits for the answer to this question.
    private static String isWanted(Browser browser, int question) {
        return String.valueOf(browser.run("return !asked[arguments[0]].options.signal.aborted", question));
    }
}
