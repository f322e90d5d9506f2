package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What the page `/console` asks for while it loads: nothing twice, since reading the trail is noted in the trail.
///
/// Without a browser there is nothing to see: then these tests are passed over, except where `CI` is set.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConsoleLoadIT {
    /// With both ends, so that what is asked for does not change with the minute.
    private static final String TIMELINE = "#timeline?from=2026-01-01T00:00:00.000Z&until=2099-01-01T00:00:00.000Z";

    private static final String RESOURCES = "performance.getEntriesByType('resource')";
    private static final String CALLS = RESOURCES + ".filter((one) => one.name.includes('/console/api/'))";
    private static final String ASSETS = RESOURCES + ".filter((one) => one.name.includes('/assets/'))";

    private ConsoleSite site;
    private ConsoleReader reader;

    @BeforeAll
    void start() {
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "There is no chromium with its driver");
        site = new ConsoleSite(2_000);
        reader = new ConsoleReader(site, site.secret("auditor"));
    }

    @AfterAll
    void stop() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void theTimelineIsAskedForOnceAndBeforeItIsKnownWhoIsSignedIn() {
        try (var browser = reader.open(Screen.DESKTOP, TIMELINE)) {
            awaitAll(browser);
            for (int load = 0; load < 3; load++) {
                browser.reload();
                awaitAll(browser);

                assertThat(calls(browser)).isEqualTo("audit/events/count audit/events/search session");
                assertThat(browser.run("return " + CALLS + ".find((one) => one.name.endsWith('search')).startTime < "
                                + CALLS + ".find((one) => one.name.endsWith('session')).responseEnd"))
                        .as("both are under way at the same time")
                        .isEqualTo("true");
            }
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void whatThePageConsistsOfIsNotAskedForAgain() {
        try (var browser = reader.open(Screen.DESKTOP, TIMELINE)) {
            awaitAll(browser);
            browser.reload();
            awaitAll(browser);

            assertThat(browser.run("return " + ASSETS + ".length > 20")).isEqualTo("true");
            assertThat(browser.run("return " + ASSETS + ".filter((one) => one.transferSize > 0"
                            + " || !/\\/assets\\/[0-9a-f]{16}\\//.test(one.name)).map((one) => one.name).join(' ')"))
                    .isEqualTo("");
        }
    }

    @Test
    void nothingIsReadThatIsNotShown() {
        try (var browser = Browser.open(Screen.DESKTOP)) {
            browser.visit(site.url("/console" + TIMELINE)).see("#sign-in-form");
            assertThat(calls(browser)).as("before anybody signs in").isEqualTo("session");
            reader.fillIn(browser);
            awaitAll(browser);
            browser.run("location.hash = arguments[0]", TIMELINE.replace("timeline", "charts"));
            browser.awaitText("#figures", "Conversion");
            browser.reload();
            browser.awaitText("#figures", "Conversion");
            assertThat(calls(browser))
                    .as("of another view")
                    .startsWith("audit/events/count")
                    .doesNotContain("search");

            browser.see("#sign-out").click();
            browser.see("#sign-in-form");
            browser.run("history.replaceState(null, '', arguments[0])", "/console" + TIMELINE);
            browser.reload();
            browser.see("#sign-in-form");
            assertThat(calls(browser)).as("after somebody signed out").isEqualTo("session");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void theEntryThatTheAddressNamesIsInSight() {
        try (var browser = reader.open(Screen.DESKTOP, TIMELINE)) {
            awaitAll(browser);
            var named = browser.run("return document.querySelector('.entry').id.replace('row-', '') - 60");
            browser.run("location.hash = arguments[0]", TIMELINE + "&entry=" + named);
            browser.see("#drawer");
            browser.reload();
            awaitAll(browser);

            assertThat(browser.run("""
                    const row = document.querySelector("#row-" + arguments[0]).getBoundingClientRect();
                    const list = document.querySelector("#scroller").getBoundingClientRect();
                    return row.top >= list.top && row.bottom < list.bottom + 1 ? "" : JSON.stringify([row, list]);""", named)).isEqualTo("");
            assertThat(browser.run("return document.querySelector(\"[aria-selected='true']\").id"))
                    .isEqualTo("row-" + named);
        }
    }

    @Test
    void whoseSessionHasEndedSignsInAndFindsTheTimeline() {
        try (var browser = reader.open(Screen.DESKTOP, TIMELINE)) {
            awaitAll(browser);
            browser.forgetCookies();
            browser.reload();

            browser.see("#sign-in-form");
            assertThat(browser.text("#sign-in-problem")).isEmpty();
            assertThat(browser.focus()).isEqualTo("secret");
            reader.fillIn(browser);
            awaitAll(browser);
            browser.assertNothingWentWrong();
        }
    }

    /// What was asked for since the page began to load, in the order of the alphabet.
    private static String calls(Browser browser) {
        return String.valueOf(
                browser.run("return " + CALLS + ".map((one) => one.name.split('/console/api/')[1]).sort().join(' ')"));
    }

    private static void awaitAll(Browser browser) {
        ConsoleReader.awaitRows(browser);
        browser.awaitText("#strip-words", "entries");
    }
}
