package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.product.Browser.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/// Somebody reads the audit trail of a project on the page `/console`, with a million entries; `-Dconsole.events=…` for
/// others.
///
/// Without a browser there is nothing to see: then these tests are passed over, except where `CI` is set.
@Timeout(1800)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConsoleIT {
    private static final int EVENTS = Integer.getInteger("console.events", 1_000_000);
    private static final int LOADS = 20;
    private static final double LONGEST_MILLIS = 1000;

    private ConsoleSite site;
    private ConsoleReader reader;
    private ConsoleReader clearReader;

    @BeforeAll
    void start() {
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "There is no chromium with its driver");
        site = new ConsoleSite(EVENTS);
        reader = new ConsoleReader(site, site.secret("auditor"));
        clearReader = new ConsoleReader(site, site.secret("auditor-clear"));
    }

    @AfterAll
    void stop() {
        if (site != null) {
            site.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongSecretIsToldAndTheRightOneSignsInAndOut(Screen screen) {
        try (var browser = Browser.open(screen)) {
            browser.visit(site.url("/console")).see("#sign-in-form");
            checked(browser, screen, "1-sign-in");
            browser.see("#project").sendKeys(site.project().project());
            browser.see("#secret").sendKeys("secret-test-of-nobody", Keys.ENTER);
            browser.awaitText("#sign-in-problem", "No project has this id with this secret.");
            assertThat(browser.focus()).isEqualTo("secret");
            browser.see("#secret").clear();
            browser.see("#secret").sendKeys(site.project().secret(), Keys.ENTER);
            browser.awaitText("#sign-in-problem", "This secret is not an auditor’s.");
            checked(browser, screen, "2-wrong-secret");
            browser.see("#secret").clear();
            browser.see("#secret").sendKeys(reader.secret(), Keys.ENTER);

            browser.see("#rows");
            assertThat(browser.run(
                            "return document.cookie + JSON.stringify({...localStorage}) + document.body.innerHTML"))
                    .asString()
                    .doesNotContain(reader.secret(), "countersign_console");
            browser.see("#sign-out").click();
            browser.see("#sign-in-form");
            assertThat(browser.text("#content")).contains("You are signed out.");
            browser.reload();
            browser.see("#sign-in-form");
            assertThat(browser.text("main")).doesNotContain("passcode.");
            browser.assertNothingWentWrong();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimelineIsFilteredAndTheFilterStandsInTheAddress(Screen screen) {
        try (var browser = reader.open(screen, "#timeline?range=7d")) {
            ConsoleReader.awaitRows(browser);
            checked(browser, screen, "3-timeline");

            browser.see("#filter").sendKeys("passcode.CodeMismatched", Keys.ENTER);
            awaitOnly(browser, "passcode.CodeMismatched");
            assertThat(browser.address()).contains("#timeline?range=7d&type=passcode.CodeMismatched");
            browser.back();
            Eventually.gives(Eventually.SOON, () -> browser.seen(".chips .chip"), List::isEmpty);
            browser.run("history.forward()");
            browser.see("[data-filter='type']");
            awaitOnly(browser, "passcode.CodeMismatched");

            browser.type(Keys.ESCAPE);
            browser.run("document.querySelector('#rows').focus()");
            browser.type("j", "j", Keys.ENTER);
            browser.see("#drawer");
            browser.awaitText("#drawer", "passcode.CodeMismatched");
            browser.see("#prove").click();
            browser.awaitText("#proof", "Proven: with ");
            checked(browser, screen, "4-entry");
            browser.type(Keys.ESCAPE);
            Eventually.gives(Eventually.SOON, () -> browser.seen("#drawer"), List::isEmpty);

            var user = browser.run("return document.querySelector('.entry .who button').title.split(':')[0]");
            browser.run("location.hash = '#timeline?range=all&user=' + arguments[0]", user);
            browser.awaitText("#user", "First seen");
            browser.awaitText("#user", "Code issued");
            checked(browser, screen, "5-user");
            browser.see("#all-filters").click();
            browser.see("#filters-dialog");
            checked(browser, screen, "6-filters");
            browser.type(Keys.ESCAPE);
            browser.run("location.hash = '#timeline?range=15m&country=ZZ'");
            browser.awaitText("#state", "Nothing here");
            checked(browser, screen, "7-empty");
            browser.assertNothingWentWrong();
            browser.assertFits();
        }
    }

    @Test
    void whatHappensNowComesInOnTopAndLeavesInPlaceWhatIsRead() {
        try (var browser = reader.open(Screen.DESKTOP, "#timeline?range=7d");
                var client = site.client()) {
            ConsoleReader.awaitRows(browser);
            browser.see("#live").click();
            Eventually.gives(
                    Eventually.SOON,
                    () -> browser.run("return document.querySelector('#live').dataset.state"),
                    state -> state.equals("live"));
            browser.run("document.querySelector('#scroller').scrollTop = 1000");
            var read = readAt(browser);

            var number = PhoneNumbers.fresh();
            var login = client.login(number).success();
            client.authenticate(login.text("phone_id"), client.codeOf(number, 1))
                    .success();

            var news = browser.see(".above");
            assertThat(news.getText()).endsWith("new ↑");
            assertThat(readAt(browser)).isEqualTo(read);
            news.click();
            Eventually.gives(
                    Eventually.SOON,
                    () -> browser.run("return [...document.querySelectorAll('.entry')].map((row) => row.dataset.type)"),
                    types -> types.toString().contains("session.SessionStarted")
                            && types.toString().contains("passcode.CodeIssued"));
            browser.awaitText("#news", "new entr");
            browser.shoot("console-live-desktop");
            assertThat(browser.run("const all = [...document.querySelectorAll('.entry')].map((row) => row.id);"
                            + " return all.length === new Set(all).size"))
                    .as("nothing comes twice")
                    .isEqualTo("true");
            browser.see("#live").click();
            browser.assertNothingWentWrong();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChallengeIsToldAsAPictureAndAsAList(Screen screen) {
        try (var client = site.client()) {
            var number = PhoneNumbers.fresh();
            var login = client.login(number).success();
            var code = client.codeOf(number, 1);
            client.authenticate(login.text("phone_id"), code.equals("000000") ? "000001" : "000000");
            client.authenticate(login.text("phone_id"), code).success();
            try (var browser = reader.open(screen, "#timeline?range=1h&user=" + login.text("user_id"))) {
                browser.awaitText("#rows", "Code verified");
                browser.run("document.querySelector(\"[data-type='passcode.CodeVerified']\").click()");
                browser.see("#story").click();

                browser.awaitText("#challenge-outcome", "Verified");
                for (var step : List.of("Code issued", "Code sent", "Wrong code", "Code verified")) {
                    browser.awaitText("#steps", step);
                }
                assertThat(browser.run("return document.querySelectorAll('#picture .mark').length"))
                        .isEqualTo(browser.run("return document.querySelectorAll('#steps li').length"));
                checked(browser, screen, "8-challenge");
                browser.assertNothingWentWrong();
                browser.assertFits();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void chartsAreZoomedByPullingOverThem(Screen screen) {
        try (var browser = reader.open(screen, "#charts?range=7d")) {
            browser.see("#chart-codes");
            browser.awaitText("#figures", "Conversion");
            Eventually.gives(Eventually.SOON, () -> browser.seen("#charts .u-over"), all -> all.size() == 5);
            checked(browser, screen, "9-charts");
            var before = issued(browser);

            browser.drag("#chart-codes .u-over", 0.3, 0.5);

            Eventually.gives(Eventually.SOON, browser::address, address -> address.matches(".*from=.*&until=.*"));
            Eventually.gives(Eventually.SOON, () -> issued(browser), now -> now > before * 0.15 && now < before * 0.3);
            browser.shoot("console-charts-zoomed-" + name(screen));
            browser.run("document.querySelector('.numbers').open = true");
            browser.awaitText(".numbers table", "From");
            Accessibility.assertGood(browser);
            browser.back();
            Eventually.gives(Eventually.SOON, () -> issued(browser), now -> now == before);
            browser.assertNothingWentWrong();
            browser.assertFits();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportIsDownloadedAndProvesItself(Screen screen, @TempDir Path folder) throws IOException {
        try (var browser = reader.open(screen, "#timeline?range=7d&type=passcode.CodeDeliveryFailed")) {
            ConsoleReader.awaitRows(browser);
            var user = browser.run("return document.querySelector('.entry .who button').title.split(':')[0]");
            browser.run("location.hash = '#integrity?range=all&user=' + arguments[0]", user);
            browser.see("#covered");
            checked(browser, screen, "10-integrity");
            browser.downloadTo(folder);
            browser.see("[value='filtered']").click();
            browser.see("[data-format='EVIDENCE']").click();

            var export = folder.resolve("audit-evidence.ndjson");
            Eventually.gives(Eventually.SOON, () -> Files.exists(export), there -> there);
            var key = browser.run("return document.querySelector(\"[aria-label^='The key']\").textContent.trim()");
            var checkpoint = Files.writeString(
                    folder.resolve("checkpoint.txt"),
                    String.valueOf(browser.run(
                            "return document.querySelector(\"[aria-label^='The checkpoint']\").textContent")));
            assertThat(ProductProcess.run(
                            Map.of(),
                            "audit",
                            "verify",
                            "--partial",
                            "--key",
                            String.valueOf(key),
                            "--checkpoint",
                            checkpoint.toString(),
                            export.toString()))
                    .contains("Proven: ");
            assertThat(Files.readString(export)).contains(String.valueOf(user));
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void whatContradictsItsCheckpointIsShownInRed() {
        site.database()
                .change("update ledger set checkpoint_size = checkpoint_size - 1,"
                        + " checkpoint_at = checkpoint_at - interval '1 hour'");
        try (var browser = reader.open(Screen.DESKTOP, "#integrity")) {
            Eventually.gives(
                    Eventually.SOON,
                    () -> {
                        browser.reload();
                        browser.see("#checkpoint-age");
                        return browser.seen("#contradicted");
                    },
                    all -> all.size() == 1);
            assertThat(browser.text("#contradicted")).contains("THE RECORD WAS ALTERED");
            assertThat(browser.text("#checkpoint-age")).endsWith(" ago");
            checked(browser, Screen.DESKTOP, "12-contradicted");
            browser.assertFits();
        } finally {
            site.database().change("update ledger set checkpoint_size = checkpoint_size + 1");
        }
    }

    @Test
    void addressesThatSomebodyElseMadeUpAskForNothing() {
        try (var browser = reader.open(
                Screen.DESKTOP,
                "#timeline?range=constructor&from=garbage&entry=..%2Fchallenges%2Fx%3Freveal_personal_data%3Dtrue")) {
            ConsoleReader.awaitRows(browser);
            assertThat(browser.seen("#drawer")).isEmpty();
            browser.run("location.hash = '#charts?from=garbage&until=2026-99-99T00:00'");
            browser.awaitText("#figures", "Conversion");
            browser.run("location.hash = '#challenge?id=..%2Fevents%2F1'");
            browser.see("#challenge-id");
            assertThat(browser.run("return performance.getEntriesByType('resource').map((one) => one.name).join(' ')"))
                    .asString()
                    .doesNotContain("reveal", "challenges/", "audit/events/1");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void theOldestComeFirstWhenAskedAndNobodyFollowsTwice() {
        try (var browser = reader.open(Screen.DESKTOP, "#timeline?range=all")) {
            ConsoleReader.awaitRows(browser);
            browser.see("#order").click();
            browser.awaitText("#rows", "Project made");
            assertThat(browser.address()).contains("order=oldest");
            browser.see("#order").click();
            ConsoleReader.awaitRows(browser);
            browser.run("const live = document.querySelector('#live'); live.click(); live.click(); live.click()");
            Eventually.gives(
                    Eventually.SOON,
                    () -> browser.run("return document.querySelector('#live').dataset.state"),
                    state -> state.equals("live"));
            assertThat(browser.run("return performance.getEntriesByType('resource')"
                            + ".filter((one) => one.name.endsWith('/api/noted')).length"))
                    .as("tails that were begun")
                    .isEqualTo("1");
            browser.assertNothingWentWrong();
        }
    }

    @Test
    void whatIsMaskedIsShownInClearToWhoMayAndSaysSo() {
        try (var browser = reader.open(Screen.DESKTOP, "#timeline?range=7d&type=passcode.CodeIssued")) {
            ConsoleReader.awaitRows(browser);
            assertThat(browser.seen("#clear")).as("for those who may").isEmpty();
        }
        try (var browser = Browser.open(Screen.DESKTOP)) {
            clearReader.signIn(browser, "#timeline?range=7d&type=passcode.CodeIssued");
            ConsoleReader.awaitRows(browser);
            assertThat(browser.text("#rows")).contains("***");
            browser.see("#clear").click();
            browser.see("#clear-yes").click();
            browser.see("#clear-banner");
            Eventually.gives(Eventually.SOON, () -> browser.text("#rows"), text -> text.matches("(?s).*\\+\\d{11}.*"));
            checked(browser, Screen.DESKTOP, "11-clear");
            browser.reload();
            ConsoleReader.awaitRows(browser);
            assertThat(browser.text("#rows")).contains("***");
            assertThat(browser.seen("#clear-banner")).isEmpty();
        }
    }

    @Test
    void aSessionThatNobodyUsesEndsAndTheNextGoesOnWhereItWas() {
        try (var gateway = site.startGateway(Map.of("COUNTERSIGN_CONSOLE_IDLE_TIMEOUT", "3s"));
                var browser = Browser.open(Screen.DESKTOP)) {
            var url = "http://localhost:" + ConsoleSite.port(gateway);
            browser.visit(url + "/console#timeline?range=7d&country=GB").see("#sign-in-form");
            reader.fillIn(browser);
            ConsoleReader.awaitRows(browser);
            browser.see("#live").click();

            browser.see("#sign-in-form");
            assertThat(browser.text("#content")).contains("Your session has ended.");
            assertThat(browser.seen(".entry")).isEmpty();
            browser.see("#secret").sendKeys(reader.secret(), Keys.ENTER);
            ConsoleReader.awaitRows(browser);
            browser.see("[data-filter='country']");
        }
    }

    @Test
    void pagesOfOthersCanNeitherSignAnybodyOutNorInNorRead() {
        try (var other = new OtherSite();
                var browser = reader.open(Screen.DESKTOP, "#timeline?range=7d")) {
            ConsoleReader.awaitRows(browser);
            for (var host : List.of("localhost", "127.0.0.1")) {
                browser.visit(other.url(host));
                var session = site.url("/console/api/session");
                assertThat(attempt(browser, session, "{method: 'DELETE', credentials: 'include'}"))
                        .contains("TypeError");
                assertThat(attempt(browser, session, "{credentials: 'include'}"))
                        .contains("TypeError");
                // What a form can do: this is sent, and refused.
                assertThat(attempt(
                                browser,
                                session,
                                "{method: 'POST', mode: 'no-cors', credentials: 'include',"
                                        + " headers: {'Content-Type': 'text/plain'}, body: JSON.stringify({project_id: '"
                                        + site.project().project() + "', secret: '" + clearReader.secret() + "'})}"))
                        .isEqualTo("sent");
            }
            browser.visit(site.url("/console"));
            ConsoleReader.awaitRows(browser);
            assertThat(browser.seen("#clear")).as("who is signed in is who was").isEmpty();
        }
    }

    @Test
    void theFirstPageIsThereAtOnce() {
        try (var browser = reader.open(Screen.DESKTOP, "#timeline?range=24h")) {
            ConsoleReader.awaitRows(browser);
            var millis = new ArrayList<Double>();
            for (int i = 0; i < LOADS; i++) {
                browser.reload();
                ConsoleReader.awaitRows(browser);
                millis.add(Double.parseDouble(
                        String.valueOf(browser.run("return performance.getEntriesByName('first-rows')[0].startTime"))));
            }
            Collections.sort(millis);
            var median = (millis.get(LOADS / 2 - 1) + millis.get(LOADS / 2)) / 2;
            System.out.printf(
                    Locale.ROOT,
                    "From the start of a load to the first rows, %,d entries, %d loads: median %.0f ms, %.0f to %.0f ms%n",
                    EVENTS,
                    LOADS,
                    median,
                    millis.getFirst(),
                    millis.getLast());
            assertThat(median).isLessThan(LONGEST_MILLIS);
        }
    }

    private static String attempt(Browser browser, String url, String options) {
        return String.valueOf(browser.runAsync(
                "const done = arguments[arguments.length - 1]; fetch(arguments[0], " + options
                        + ").then(() => done('sent'), (failure) => done(String(failure)));",
                url));
    }

    private static void awaitOnly(Browser browser, String type) {
        Eventually.gives(
                Eventually.SOON,
                () -> browser.run(
                        "const all = [...document.querySelectorAll('.entry')];"
                                + " return all.length > 5 && all.every((row) => row.dataset.type === arguments[0])",
                        type),
                there -> there.equals("true"));
    }

    /// Which entry stands below the head of the list, and where, once it is drawn.
    private static String readAt(Browser browser) {
        return String.valueOf(
                Eventually.gives(Eventually.SOON, () -> browser.run("""
                        const top = document.querySelector("#scroller").getBoundingClientRect().top;
                        return [...document.querySelectorAll(".entry")]
                            .map((row) => ({ id: row.id, at: Math.round(row.getBoundingClientRect().top - top) }))
                            .filter(({ at }) => at > 100 && at < 140)
                            .map(({ id, at }) => `${id} at ${at}`)[0];"""), found -> !found.equals("null")));
    }

    private static long issued(Browser browser) {
        return Long.parseLong(browser.text("#figures dd").replace(",", ""));
    }

    private static String name(Screen screen) {
        return screen.name().toLowerCase(Locale.ROOT);
    }

    /// A page that a person with any eyes, or none, can use; kept to be looked at.
    private static void checked(Browser browser, Screen screen, String name) {
        Accessibility.assertGood(browser);
        for (var dark : List.of(true, false)) {
            browser.prefersDark(dark);
            browser.shoot("console-%s-%s%s".formatted(name, name(screen), dark ? "-dark" : ""));
        }
    }
}
