package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^\"]*\"\\./([^\"]+)\"");

    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8",
        "/handset, text/html;charset=utf-8",
        "/reference, text/html;charset=utf-8",
        "/errors, text/html;charset=utf-8",
        "/openapi.json, application/json",
        "/assets/countersign.css, text/css;charset=utf-8",
        "/assets/login.js, text/javascript;charset=utf-8",
        "/assets/libphonenumber-min.js, text/javascript;charset=utf-8",
        "/assets/libphonenumber-license.txt, text/plain;charset=utf-8",
        "/assets/mark.svg, image/svg+xml",
        "/console, text/html;charset=utf-8",
        "/console/signed-in, text/html;charset=utf-8",
        "/assets/console/console.js, text/javascript;charset=utf-8",
        "/assets/console/console.css, text/css;charset=utf-8",
        "/assets/console/uplot-license.txt, text/plain;charset=utf-8",
    })
    void aPageComesWithItsTypeAndForbidsWhatIsNotOurs(String path, String type) throws Exception {
        var response = rig.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                        .endsWith("frame-ancestors 'none'")
                        .doesNotContain("unsafe", "http", "*"));
        if (type.startsWith("text/html")) {
            assertThat(response.body())
                    .startsWith("<!doctype html>")
                    .doesNotContainPattern("<script(?! src=\"/assets/)")
                    .doesNotContainPattern("\"/assets/(?!" + Assets.version() + "/)")
                    .doesNotContainPattern(" (style|on[a-z]+)=")
                    .doesNotContainPattern("(src|href)=\"(https?:|//)");
        }
    }

    @Test
    void aPageThatIsKnownIsNotSentAgain() throws Exception {
        var first = rig.get("/reference");
        var tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");

        var second = rig.send(rig.to("/reference").header("If-None-Match", tag).build());
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        var other =
                rig.send(rig.to("/reference").header("If-None-Match", "\"x\"").build());
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/handset", "/reference", "/errors", "/console"})
    void whatAPageConsistsOfIsThereAndNeverAskedForAgain(String path) throws Exception {
        var assets = ASSET.matcher(rig.get(path).body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(assets).isNotEmpty();
        for (var asset : assets) {
            var response = rig.get(asset);
            assertThat(response.statusCode()).as(asset).isEqualTo(200);
            assertThat(response.headers().allValues("Cache-Control")).as(asset).containsExactly(FOREVER);
        }
    }

    @Test
    void whatABrowserAsksForAgainAllTheSameIsNotSentAgain() throws Exception {
        var path = versioned("/assets/console/console.js");
        var tag = rig.get(path).headers().firstValue("ETag").orElseThrow();

        var again = rig.send(rig.to(path).header("If-None-Match", tag).build());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("Cache-Control")).hasValue(FOREVER);
    }

    /// While a new release takes the place of an old one, a page and what it consists of may come from different
    /// gateways.
    @ParameterizedTest
    @CsvSource({
        "/assets/login.js",
        "/assets/countersign.css",
        "/assets/console/console.js",
        "/assets/console/console.css"
    })
    void ofAnotherVersionThereIsWhatThereIsNowAndItIsNotKept(String path) throws Exception {
        var now = rig.get(versioned(path));
        for (var other : new String[] {path, path.replace("/assets/", "/assets/0123456789abcdef/")}) {
            var response = rig.get(other);

            assertThat(response.statusCode()).as(other).isEqualTo(200);
            assertThat(response.body()).isEqualTo(now.body());
            assertThat(response.headers().allValues("Content-Security-Policy"))
                    .isEqualTo(now.headers().allValues("Content-Security-Policy"))
                    .isNotEmpty();
            assertThat(response.headers().allValues("Cache-Control")).as(other).containsExactly("no-cache");
            var tag = response.headers().firstValue("ETag").orElseThrow();
            var again = rig.send(rig.to(other).header("If-None-Match", tag).build());
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.headers().allValues("Cache-Control")).containsExactly("no-cache");
        }
    }

    @Test
    void theVersionIsOfAllAssets() throws Exception {
        var pages = Path.of(Objects.requireNonNull(Page.class.getResource("pages/assets.txt"))
                .toURI());
        var folder = pages.resolveSibling("assets");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(pages))
                    .contains("login.js", "console/first.js");
        }
        assertThat(Assets.version()).matches("[0-9a-f]{16}");
    }

    /// Else the browser would learn of them one after the other.
    @Test
    void theConsoleNamesAllItsModulesInAdvance() throws Exception {
        var page = rig.get("/console").body();
        var modules = new LinkedHashSet<>(Set.of("console.js"));
        var unread = new ArrayDeque<>(modules);
        while (!unread.isEmpty()) {
            var script = rig.get("/assets/console/" + unread.remove()).body();
            IMPORT.matcher(script)
                    .results()
                    .map(found -> found.group(1))
                    .filter(modules::add)
                    .forEach(unread::add);
        }
        modules.remove("console.js");

        assertThat(modules).hasSizeGreaterThan(10);
        modules.remove("first.js");
        assertThat(modules)
                .allSatisfy(module -> assertThat(page)
                        .contains("<link rel=\"modulepreload\" href=\"" + versioned("/assets/console/" + module)
                                + "\">"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"},
            mode = Mode.EXCLUDE)
    void everyErrorHasThePageThatItsUrlLeadsTo(ErrorReason reason) throws Exception {
        var told = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
        rig.service().fails(Refusals.of(reason));
        var json = StytchError.check(
                rig.post(Rig.LOGIN, "{}"),
                told.getHttpStatus(),
                reason.name().replace("ERROR_REASON_", "").toLowerCase(Locale.ROOT));
        var url = json.get("error_url").getAsString();
        assertThat(url).startsWith("http://127.0.0.1:" + rig.gateway().port() + "/errors/");

        var page = rig.get(url.replaceFirst("^http://[^/]+", ""));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("HTTP " + told.getHttpStatus(), "<code>" + told.getCode() + "</code>")
                .contains(told.getMessage().replace("<", "&lt;").replace(">", "&gt;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/..%2Fhandset.html",
                "/assets/..%2F..%2Flogback.xml",
                "/assets/%2e%2e",
                "/assets/.css",
                "/assets/x.css",
                "/assets/Gateway.class",
                "/assets/login.js%00",
                "/assets/",
                "/assets/console/login.js",
                "/assets/x/login.js",
                "/assets/0123456789ABCDEF/login.js",
                "/assets/0123456789abcde/login.js",
                "/assets/0123456789abcdef/",
                "/assets/0123456789abcdef/x.css",
                "/assets/0123456789abcdef/..%2Fhandset.html",
                "/assets/0123456789abcdef/%2e%2e",
                "/assets/0123456789abcdef/../login.js",
                "/assets/0123456789abcdef/console/..%2Flogin.js",
                "/assets/0123456789abcdef/console/login.js",
                "/assets/..%2F0123456789abcdef/login.js",
                "/assets.txt",
                "/assets/..%2Fassets.txt",
                "/errors/nothing_like_it",
                "/errors/..%2Freference",
                "/errors/index.html",
            })
    void nothingElseIsServed(String path) throws Exception {
        var reply = rig.raw().send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.header("Content-Type")).hasValue("application/json");
    }

    private static String versioned(String path) {
        return path.replace("/assets/", "/assets/" + Assets.version() + "/");
    }

    @Test
    void inProductionThereIsOnlyWhatExplainsTheApi() throws Exception {
        try (var plain = new Rig()) {
            for (var path : new String[] {
                "/",
                "/login",
                "/handset",
                "/login/session",
                "/dev/messages/stream",
                "/console",
                "/console/api/session",
                "/assets/console/console.js",
                versioned("/assets/console/console.js")
            }) {
                StytchError.check(plain.get(path), 404, "route_not_found");
            }
            assertThat(plain.get("/reference").statusCode()).isEqualTo(200);
            assertThat(plain.get("/errors/otp_code_not_found").statusCode()).isEqualTo(200);
        }
    }
}
