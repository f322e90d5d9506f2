package dev.countersign.product;

import dev.countersign.product.Browser.Screen;
import org.openqa.selenium.Keys;

/// Somebody who may read the trail of a [ConsoleSite], and what they do first.
///
/// @param secret of an auditor
record ConsoleReader(ConsoleSite site, String secret) {

    /// A browser of their own, signed in.
    Browser open(Screen screen, String place) {
        var browser = Browser.open(screen);
        try {
            signIn(browser, place);
            return browser;
        } catch (RuntimeException | AssertionError e) {
            browser.close();
            throw e;
        }
    }

    void signIn(Browser browser, String place) {
        browser.visit(site.url("/console" + place)).see("#sign-in-form");
        fillIn(browser);
        browser.see("#bar");
    }

    void fillIn(Browser browser) {
        browser.see("#project").clear();
        browser.see("#project").sendKeys(site.project().project());
        browser.see("#secret").sendKeys(secret, Keys.ENTER);
    }

    static void awaitRows(Browser browser) {
        Eventually.gives(
                Eventually.SOON,
                () -> browser.run("return document.querySelectorAll('.entry').length > 0"),
                there -> there.equals("true"));
    }
}
