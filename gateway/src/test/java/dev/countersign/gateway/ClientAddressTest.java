package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The address that the service is told.
class ClientAddressTest {
    @Test
    void strangersAreNotBelievedWhomTheyForward() throws Exception {
        assertThat(told("", "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "'198.51.100.1, 203.0.113.9', 203.0.113.9",
        "'203.0.113.9, 10.0.0.7', 203.0.113.9",
        "'203.0.113.9,10.0.0.7 , 10.1.2.3', 203.0.113.9",
        "'10.0.0.7', 10.0.0.7",
        "'2001:db8::9', 2001:db8:0:0:0:0:0:9",
        "'fe80::9%1', fe80:0:0:0:0:0:0:9",
        "'203.0.113.9, somebody', 127.0.0.1",
        "'203.0.113.9:4711', 203.0.113.9",
        "'[2001:db8::9]:4711', 2001:db8:0:0:0:0:0:9",
        "'[2001:db8::9]', 2001:db8:0:0:0:0:0:9",
        "'203.0.113.9:4711, 10.0.0.7:443', 203.0.113.9",
        "'203.0.113.9,', 203.0.113.9",
        "'203.0.113.9:', 127.0.0.1",
        "'203.0.113.9:471100', 127.0.0.1",
        "'[203.0.113.9', 127.0.0.1",
        "'', 127.0.0.1"
    })
    void proxyIsBelievedUpToTheFirstStranger(String forwarded, String client) throws Exception {
        assertThat(told("127.0.0.1, 10.0.0.0/8", forwarded)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/8;::1", "proxy.example.com", "10.0.0.1,"})
    void proxiesAreAddressesAndNetworks(String proxies) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_TRUSTED_PROXIES", proxies)))
                .withMessageContaining("http.trusted-proxies");
    }

    private static String told(String proxies, String forwarded) throws IOException, InterruptedException {
        try (var rig = new Rig(Map.of("COUNTERSIGN_HTTP_TRUSTED_PROXIES", proxies))) {
            rig.service().answers(LoginOrCreateBySmsResponse.getDefaultInstance());
            rig.send(rig.to(Rig.LOGIN)
                    .header("Content-Type", "application/json")
                    .header("X-Forwarded-For", forwarded)
                    .POST(BodyPublishers.ofString("{}"))
                    .build());
            return String.valueOf(rig.service().heard().header("x-forwarded-for"));
        }
    }
}
