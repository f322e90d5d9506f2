package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.openqa.selenium.Keys;

/// Somebody on the page `/login`, who has a phone at hand.
record LoginVisitor(Dev dev, Browser browser) {

    void openPhoneScreen() {
        browser.visit(dev.client().url("/login")).see("#phone-screen");
        assertThat(browser.focus()).isEqualTo("phone-number");
    }

    /// Comes to the screen where the code is typed in; gives the code.
    String askForCode(String number) {
        openPhoneScreen();
        browser.type(number, Keys.ENTER);
        browser.see("#code-screen");
        return code(number, 1);
    }

    /// The newest one, once so many have come.
    String code(String number, int count) {
        return dev.client().codeOf(number, count);
    }

    static String other(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }
}
