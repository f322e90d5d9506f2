package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.InetAddressSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms of `google.api.http` that the API needs soon: variables, queries, bodies beside a variable, `DELETE`.
class TranscodingTest {
    private static final Things THINGS = new Things(
            "get: \"/things/{thing_id}\"",
            "put: \"/things/{thing_id}\" body: \"*\"",
            "delete: \"/things/{thing_id}\" additional_bindings { get: \"/old/{thing_id}/delete\" }",
            "delete: \"/parts/{thing_id}\" body: \"*\"");

    private static Server service;
    private static ServiceChannel channel;
    private static org.eclipse.jetty.server.Server server;

    @BeforeAll
    static void start() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        service = NettyServerBuilder.forAddress(loopback)
                .addService(THINGS.definition())
                .build()
                .start();
        var config = GatewayConfig.load(
                Map.of("COUNTERSIGN_SERVICE_ADDRESS", "127.0.0.1:" + service.getPort(), "COUNTERSIGN_HTTP_PORT", "0"));
        channel = ServiceChannel.open(config.service());
        server = HttpServer.bind(config.http());
        var errors = new StytchErrors(config.http().errorPages(HttpServer.port(server)));
        var routes = new Routes(transcoding(channel).routes(THINGS.descriptor()));
        HttpServer.start(
                server,
                new RestHandler(routes, errors, new ClientAddress(new InetAddressSet())),
                new ErrorPages(errors));
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        channel.close();
        service.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/things/t-1                     | 'thing_id':'t-1'",
                "/things/%C3%BC%20+              | 'thing_id':'ü +'",
                "/things/t?size=5                | 'thing_id':'t','size':5",
                "/things/t?size=0                | 'thing_id':'t','size':0",
                "/things/t?tags=a&tags=%2B+c     | 'thing_id':'t','tags':['a','+ c']",
                "/things/t?color=RED&heavy=true  | 'thing_id':'t','color':'RED','heavy':true",
                "/things/t?weight=9007199254740993 | 'thing_id':'t','weight':'9007199254740993'",
                "/things/t?thing_id=other        | 'thing_id':'t'",
                "/things/t?unknown=1&unknown=2   | 'thing_id':'t'",
            })
    void aPathAndAQueryBecomeFields(String path, String members) throws Exception {
        check(send("GET", path, ""), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=x",
                "size=",
                "size=1.5",
                "size=2147483648",
                "size=1&size=2",
                "color=BLUE",
                "heavy=yes",
                "part=x",
                "metadata=x",
                "weight=9223372036854775808"
            })
    void aQueryThatDoesNotFitTheFieldsIsRefused(String query) throws Exception {
        StytchError.check(send("GET", "/things/t?" + query, ""), 400, "bad_request");
    }

    @Test
    void aBodyGoesWithTheVariableWhichWins() throws Exception {
        check(send("PUT", "/things/t", "{\"thing_id\":\"other\",\"size\":3}"), "'thing_id':'t','size':3");
    }

    @Test
    void freeFormMembersKeepWhatTheyHold() throws Exception {
        var metadata =
                "{\"metadata\":{\"a\":[1,null,{\"b\":true}]},\"part\":{\"size\":2,\"metadata\":{}},\"weight\":\"7\"}";

        var reply = send("PUT", "/things/t", metadata);

        assertThat(reply.body())
                .contains("\"metadata\":{\"a\":[1,null,{\"b\":true}]}", "\"metadata\":{}", "\"size\":2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\":[]}",
                "{\"metadata\":\"{}\"}",
                "{\"metadata\":{\"a\":1,\"a\":2}}",
                "{\"color\":1}",
                "{\"tags\":\"a\"}",
                "{\"tags\":[null]}",
                "{\"tags\":[1]}",
                "{\"weight\":true}",
                "{\"weight\":\"x\"}",
                "{\"part\":{\"part\":[]}}",
                "{\"metadata\":{\"a\":1e400}}",
                "{\"metadata\":{\"a\":\"\\ud800\"}}"
            })
    void membersOfOtherTypesAreRefused(String body) throws Exception {
        StytchError.check(send("PUT", "/things/t", body), 400, "bad_request");
    }

    @Test
    void deleteNeedsNoBodyAndMindsNone() throws Exception {
        check(send("DELETE", "/things/t", ""), "'thing_id':'t'");
        check(send("DELETE", "/things/t", "{}"), "'thing_id':'t'");
        check(send("DELETE", "/parts/t", ""), "'thing_id':'t'");
        check(send("DELETE", "/parts/t", "{\"size\":1}"), "'thing_id':'t','size':1");
        StytchError.check(send("PUT", "/things/t", ""), 400, "bad_request");
    }

    /// Many clients do not code the one of an external id.
    @Test
    void aBarInAPathStandsForItself() throws Exception {
        check(send("GET", "/things/auth0|1", ""), "'thing_id':'auth0|1'");
        check(send("GET", "/things/auth0%7C1", ""), "'thing_id':'auth0|1'");
    }

    @Test
    void anRpcMayHaveMoreThanOneRoute() throws Exception {
        check(send("GET", "/old/t/delete", ""), "'thing_id':'t'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get: \"/things/{unknown}\"",
                "get: \"/things/{tags}\"",
                "get: \"/things/{part}\"",
                "get: \"/things/{thing_id=things/*}\"",
                "put: \"/things\" body: \"part\"",
                "get: \"/things\" response_body: \"part\"",
                "custom { kind: \"BREW\" path: \"/things\" }",
                "body: \"*\""
            })
    void aRuleThatCannotBeServedStopsTheBoot(String rule) {
        var things = new Things(rule).descriptor();

        assertThatThrownBy(() -> transcoding(channel).routes(things)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Transcoding transcoding(ServiceChannel channel) {
        return new Transcoding(
                new RequestBody(1024, Duration.ofSeconds(5)),
                new ServiceCalls(channel.channel(), Duration.ofSeconds(5)),
                new Semaphore(10));
    }

    private static RawHttp.Reply send(String method, String path, String body) throws Exception {
        var port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return new RawHttp(port)
                .send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /// The members that are not zero or empty, with single quotes.
    private static void check(RawHttp.Reply reply, String members) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var unset = "\"(size|tags|color|heavy|part|metadata|weight)\":(null|\\[]|\"NONE\"|false|\\{}|\"0\")";
        var set = reply.body().replaceAll("," + unset, "").replace('"', '\'');
        assertThat(set).endsWith("'," + members + "}");
    }
}
