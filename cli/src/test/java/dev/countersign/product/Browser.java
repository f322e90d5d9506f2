package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A headless Chromium, as Debian's packages `chromium` and `chromium-driver` install it.
final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /// Lets a test move the clock of a page forward, by setting `window.skipped`.
    private static final String MOVABLE_CLOCK = """
            window.skipped = 0;
            const told = performance.now.bind(performance);
            performance.now = () => told() + window.skipped;""";

    private final ChromeDriver driver;

    /// What somebody looks at.
    enum Screen {
        PHONE(390, 844, 2, true),
        DESKTOP(1280, 900, 1, false);

        private final Map<String, Object> metrics;

        Screen(int width, int height, int scale, boolean mobile) {
            metrics = Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", mobile);
        }
    }

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
    }

    static Browser open(Screen screen) {
        return open(screen, new ChromeOptions());
    }

    /// One whose settings forbid pages to keep anything, cookies among it.
    static Browser openForgetful(Screen screen) {
        var settings = Map.of("profile.default_content_setting_values.cookies", 2);
        return open(screen, new ChromeOptions().setExperimentalOption("prefs", settings));
    }

    private static Browser open(Screen screen, ChromeOptions options) {
        options.setBinary(PROGRAM.toFile());
        // In containers there is neither a sandbox for root nor much shared memory.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--lang=en-US",
                "--hide-scrollbars");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        var browser = new Browser(new ChromeDriver(service, options));
        browser.command("Emulation.setDeviceMetricsOverride", screen.metrics);
        return browser.prepare(MOVABLE_CLOCK);
    }

    /// Has this done in every page, before its own scripts run.
    Browser prepare(String script) {
        command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        return this;
    }

    /// Whether pages are told that the person likes them dark.
    void prefersDark(boolean dark) {
        var feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        command("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    Browser visit(String url) {
        driver.get(url);
        return this;
    }

    void back() {
        driver.navigate().back();
    }

    /// Pulls the mouse over an element, from one part of its width to another.
    void drag(String selector, double from, double to) {
        var element = see(selector);
        var width = element.getSize().getWidth();
        new Actions(driver)
                .moveToElement(element, (int) (width * (from - 0.5)), 0)
                .clickAndHold()
                .moveToElement(element, (int) (width * ((from + to) / 2 - 0.5)), 0)
                .moveToElement(element, (int) (width * (to - 0.5)), 0)
                .release()
                .perform();
    }

    /// Keeps what is downloaded in this folder.
    void downloadTo(Path folder) {
        command(
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "downloadPath",
                        folder.toAbsolutePath().toString()));
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    void reload() {
        driver.navigate().refresh();
    }

    /// As if it had been closed, and opened again at the same page.
    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    String title() {
        return driver.getTitle();
    }

    /// Presses keys, wherever the focus is.
    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /// Presses keys, and Shift with them.
    void typeShifted(CharSequence... keys) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(keys).keyUp(Keys.SHIFT).perform();
    }

    void pasteIntoFocus(String text) {
        run("""
                const data = new DataTransfer();
                data.setData("text", arguments[0]);
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));""", text);
    }

    /// The `id` of what has the focus.
    String focus() {
        return String.valueOf(run("return document.activeElement.id"));
    }

    /// The one element of this kind that can be seen, once it is there.
    WebElement see(String selector) {
        return Eventually.gives(Eventually.SOON, () -> seen(selector), all -> all.size() == 1)
                .getFirst();
    }

    List<WebElement> seen(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .toList();
    }

    /// Waits until an element says this.
    void awaitText(String selector, String part) {
        Eventually.gives(Eventually.SOON, () -> text(selector), text -> text.contains(part));
    }

    String text(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent", selector));
    }

    String value(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.value", selector));
    }

    void skipSeconds(int seconds) {
        run("window.skipped += 1000 * arguments[0]", seconds);
    }

    Object run(String script, Object... arguments) {
        return String.valueOf(driver.executeScript(script, arguments));
    }

    /// Runs a script that calls its last argument with what comes out.
    Object runAsync(String script, Object... arguments) {
        return String.valueOf(driver.executeAsyncScript(script, arguments));
    }

    /// Keeps what the page looks like, all of it, in `target/screenshots`.
    void shoot(String name) {
        try {
            var folder = Files.createDirectories(Path.of("target", "screenshots"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Neither a script that failed, nor a file that is missing, nor anything that the security policy forbade.
    void assertNothingWentWrong() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(Object::toString)
                .filteredOn(line -> !line.contains("the server responded with a status of 4"))
                .isEmpty();
    }

    /// Nothing sticks out to the right.
    void assertFits() {
        assertThat(run("return document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo("0");
    }

    private void command(String name, Map<String, Object> parameters) {
        driver.executeCdpCommand(name, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
