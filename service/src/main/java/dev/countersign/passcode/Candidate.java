package dev.countersign.passcode;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What somebody typed in the hope that it is the code. Often it is, so it is kept as secret as the code.
public final class Candidate {
    private final String typed;

    /// Any text will do: what is no code matches none.
    public Candidate(String typed) {
        this.typed = typed;
    }

    byte[] bytes() {
        return typed.getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return "Candidate[******]";
    }
}
