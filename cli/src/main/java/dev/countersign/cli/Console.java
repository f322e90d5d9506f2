package dev.countersign.cli;

import java.io.PrintWriter;

/// Where commands say what they do.
record Console(PrintWriter out) {
    static Console standard() {
        return new Console(new PrintWriter(System.out, true));
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }
}
