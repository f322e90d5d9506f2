package dev.countersign.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A TCP port of this machine, and the option that chooses another. 0 stands for any free port.
record LocalPort(int number, String option) {
    private static final int LARGEST = 65_535;

    /// Complains if it is no port, or if another program listens there, so that a person hears of it at once. That the
    /// port is still free later is not promised.
    void requireFree() {
        if (number < 0 || number > LARGEST) {
            throw new Complaint(option + " must be between 0 and " + LARGEST + ", not " + number);
        }
        // Clients that are told "localhost" try both.
        requireFree("127.0.0.1");
        requireFree("::1");
    }

    void requireOtherThan(LocalPort other) {
        if (number == other.number && number != 0) {
            throw new Complaint(option + " and " + other.option + " must differ, both are " + number);
        }
    }

    private void requireFree(String loopback) {
        try (var socket = new ServerSocket(number, 1, InetAddress.getByName(loopback))) {
            assert socket.isBound();
        } catch (IOException e) {
            var reason = String.valueOf(e.getMessage());
            if (reason.contains("in use")) {
                throw new Complaint("Port " + number + " is in use; choose another with " + option, e);
            }
            if (reason.contains("denied")) {
                throw new Complaint("Port " + number + " is for administrators; choose another with " + option, e);
            }
            // Anything else, as on a machine without IPv6, is left for the server itself to find out.
        }
    }
}
