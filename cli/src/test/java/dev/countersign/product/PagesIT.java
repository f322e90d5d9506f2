package dev.countersign.product;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The other pages of the gateway: each can be used by everybody, and loads without a fault.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PagesIT {
    private Dev dev;

    @BeforeAll
    void start(@TempDir Path folder) {
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "There is no chromium with its driver");
        dev = Dev.start(folder);
        dev.client().login("+12025550162").success();
        dev.client().login("+442079460958").success();
    }

    @AfterAll
    void stop() {
        if (dev != null) {
            dev.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "start, /, main",
        "handset, /handset, '[data-to=\"+12025550162\"]'",
        "handset-of-one, /handset?phone_number=%2B442079460958, '[data-to=\"+442079460958\"]'",
        "handset-empty, /handset?phone_number=%2B12025550170, #empty",
        "errors, /errors, main",
        "error, /errors/otp_code_not_found, main",
        "reference, /reference, main",
    })
    void aPageIsGoodAtAnyWidth(String name, String path, String awaited) {
        for (var screen : Screen.values()) {
            try (var browser = Browser.open(screen)) {
                browser.visit(dev.client().url(path)).see(awaited);
                Accessibility.assertGood(browser);
                browser.assertNothingWentWrong();
                browser.assertFits();
                var file = name + "-" + screen.name().toLowerCase(Locale.ROOT);
                browser.shoot(file);
                browser.prefersDark(true);
                browser.shoot(file + "-dark");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConsoleTellsABrowserThatKeepsNoCookiesThatItNeedsThem(Screen screen) {
        try (var browser = Browser.openForgetful(screen)) {
            browser.visit(dev.client().url("/console")).see("#sign-in-form");
            browser.awaitText("#sign-in-problem", "Signing in needs cookies");
            Accessibility.assertGood(browser);
            browser.assertNothingWentWrong();
            browser.shoot("console-without-cookies-" + screen.name().toLowerCase(Locale.ROOT));
        }
    }
}
