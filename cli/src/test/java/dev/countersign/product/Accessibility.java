package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Looks over a page with axe-core.
final class Accessibility {
    private static final String AXE = source();
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document).then(
                (found) => done(found.violations.map((rule) =>
                    `${rule.impact} ${rule.id}: ${rule.nodes.map((node) => node.failureSummary + " " + node.html)}`)
                    .join("\\n")),
                (failure) => done(String(failure)));""";

    private Accessibility() {}

    /// No finding of any weight, in light and in dark.
    static void assertGood(Browser browser) {
        for (var dark : new boolean[] {true, false}) {
            browser.prefersDark(dark);
            browser.run("document.getAnimations().forEach((animation) => animation.finish())");
            browser.run(AXE);
            assertThat(browser.runAsync(RUN))
                    .as("%s, dark: %s", browser.title(), dark)
                    .isEqualTo("");
        }
    }

    private static String source() {
        try (var in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new AssertionError("There is no axe.min.js on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
