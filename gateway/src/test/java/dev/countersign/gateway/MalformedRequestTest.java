package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that are no good HTTP, or good HTTP that the gateway does not take. All get a Stytch error.
class MalformedRequestTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig(Map.of("COUNTERSIGN_HTTP_MAX_BODY_BYTES", "2048"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isAnsweredInStytchsForm(String what, String request, int status, String type) throws Exception {
        var reply = rig.raw().send(request);
        StytchError.check(reply, status, type);
        assertThat(rig.service().heardNothing()).isTrue();
    }

    static Stream<Arguments> requests() {
        var post = "POST " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n";
        var json = post + "Content-Type: application/json\r\n";
        var get = "GET /v1/nothing HTTP/1.1\r\nHost: x\r\n";
        return Stream.of(
                request("garbage", "\u0016\u0003\u0001\u0002garbage\r\n\r\n", 400, "bad_request"),
                request("no version", "GET /v1/x\r\n\r\n", 505, "bad_request"),
                request("version that does not exist", "GET /v1/x HTTP/9.9\r\nHost: x\r\n\r\n", 505, "bad_request"),
                request("version that is none", "GET /v1/x HTPT/1.1\r\nHost: x\r\n\r\n", 505, "bad_request"),
                request("no host", "GET /v1/x HTTP/1.1\r\n\r\n", 400, "bad_request"),
                request("two hosts", get + "Host: y\r\n\r\n", 400, "bad_request"),
                request("space before the colon", get + "X-Y : z\r\n\r\n", 400, "bad_request"),
                request("folded header", get + "X-Y: z\r\n z\r\n\r\n", 400, "bad_request"),
                request("nul in a header", get + "X-Y: \0\r\n\r\n", 400, "bad_request"),
                request("unknown route", get + "\r\n", 404, "route_not_found"),
                request("root", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404, "route_not_found"),
                request("http 1.0", "GET /v1/x HTTP/1.0\r\n\r\n", 404, "route_not_found"),
                request("absolute uri", "GET http://x/v1/x HTTP/1.1\r\nHost: x\r\n\r\n", 404, "route_not_found"),
                request("coded slash", "GET /v1%2Fusers HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("coded percent", "GET /v1/a%25b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("coded dots", "GET /v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("dots with parameter", "GET /v1/..;/x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("dots out of the root", "GET /../x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("dots within", "GET /v1/../healthz HTTP/1.1\r\nHost: x\r\n\r\n", 404, "route_not_found"),
                request("parameter on a path", "GET /healthz;a=b HTTP/1.1\r\nHost: x\r\n\r\n", 404, "route_not_found"),
                request("empty segments", "GET //healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("half a percent code", "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("cut percent code", "GET /v1/% HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("path not UTF-8", "GET /v1/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("raw byte in path", "GET /v1/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("angle bracket in path", "GET /v1/users/a<b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("quote in path", "GET /v1/users/a\"b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("brace in path", "GET /v1/users/{a} HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("backslash in path", "GET /v1/users\\..\\x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("nul in path", "GET /v1/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request("path without slash", "GET v1 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
                request(
                        "uri too long",
                        "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        414,
                        "bad_request"),
                request("headers too large", get + "X-Y: " + "a".repeat(9000) + "\r\n\r\n", 431, "bad_request"),
                request(
                        "get on a post route",
                        "GET " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        405,
                        "method_not_allowed"),
                request("options", "OPTIONS " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"),
                request("options for all", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 404, "route_not_found"),
                request("trace", "TRACE " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"),
                request("connect", "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n", 404, "route_not_found"),
                request(
                        "unknown method",
                        "BREW " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        405,
                        "method_not_allowed"),
                request(
                        "post with small letters",
                        "post " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        405,
                        "method_not_allowed"),
                request("two lengths", json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400, "bad_request"),
                request(
                        "length and chunks",
                        json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                        400,
                        "bad_request"),
                request("negative length", json + "Content-Length: -2\r\n\r\n{}", 400, "bad_request"),
                request("length that is none", json + "Content-Length: two\r\n\r\n{}", 400, "bad_request"),
                request("huge length", json + "Content-Length: 99999999999999999999\r\n\r\n{}", 400, "bad_request"),
                request("unknown transfer coding", json + "Transfer-Encoding: rot13\r\n\r\n{}", 400, "bad_request"),
                request(
                        "bad chunk",
                        json + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                        400,
                        "bad_request"),
                request(
                        "expects what cannot be",
                        json + "Expect: a miracle\r\nContent-Length: 2\r\n\r\n{}",
                        417,
                        "bad_request"),
                request(
                        "large by its length",
                        json + "Content-Length: 2049\r\n\r\n" + " ".repeat(2049),
                        413,
                        "request_too_large"),
                request(
                        "large in chunks",
                        json + "Transfer-Encoding: chunked\r\n\r\n801\r\n" + " ".repeat(2049) + "\r\n0\r\n\r\n",
                        413,
                        "request_too_large"),
                request(
                        "very large",
                        json + "Content-Length: 1000000\r\n\r\n" + " ".repeat(1_000_000),
                        413,
                        "request_too_large"),
                request("enormous", json + "Content-Length: 100000000\r\n\r\n", 413, "request_too_large"),
                request(
                        "large, but asks first",
                        json + "Expect: 100-continue\r\nContent-Length: 2049\r\n\r\n",
                        413,
                        "request_too_large"),
                request("no content type", post + "Content-Length: 2\r\n\r\n{}", 415, "unsupported_media_type"),
                request(
                        "form",
                        post + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b",
                        415,
                        "unsupported_media_type"),
                request(
                        "text",
                        post + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "unsupported_media_type"),
                request(
                        "other json",
                        post + "Content-Type: application/json-patch+json\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "unsupported_media_type"),
                request(
                        "latin 1",
                        post + "Content-Type: application/json; charset=iso-8859-1\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "unsupported_media_type"),
                request(
                        "compressed",
                        json + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "unsupported_media_type"),
                request(
                        "two content types",
                        json + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "unsupported_media_type"),
                request("no body", json + "\r\n", 400, "bad_request"),
                request("empty body", json + "Content-Length: 0\r\n\r\n", 400, "bad_request"),
                request(
                        "body not UTF-8",
                        json + "Content-Length: 20\r\n\r\n{\"phone_number\":\"\u00ff\"}",
                        400,
                        "bad_request"),
                request("body cut short", json + "Content-Length: 20\r\n\r\n{", 400, "bad_request"));
    }

    private static Arguments request(String what, String request, int status, String type) {
        return Arguments.of(what, request, status, type);
    }
}
