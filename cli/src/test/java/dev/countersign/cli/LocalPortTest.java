package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void aPortWhereSomebodyListensIsNamedWithItsOption(String address) throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            assertThatThrownBy(() -> new LocalPort(other.getLocalPort(), "--http-port").requireFree())
                    .isInstanceOf(Complaint.class)
                    .hasMessage("Port " + other.getLocalPort() + " is in use; choose another with --http-port");
        }
    }

    @Test
    void aPortThatWasJustLeftIsFree() throws Exception {
        int port;
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
        }
        assertThatCode(() -> new LocalPort(port, "--http-port").requireFree()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void whatIsNoPortIsRefused(int number) {
        assertThatThrownBy(() -> new LocalPort(number, "--grpc-port").requireFree())
                .isInstanceOf(Complaint.class)
                .hasMessage("--grpc-port must be between 0 and 65535, not " + number);
    }

    @Test
    void twoPortsDifferUnlessBothAreAny() {
        assertThatCode(() -> new LocalPort(0, "--a").requireOtherThan(new LocalPort(0, "--b")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new LocalPort(9, "--a").requireOtherThan(new LocalPort(9, "--b")))
                .isInstanceOf(Complaint.class)
                .hasMessage("--a and --b must differ, both are 9");
    }
}
