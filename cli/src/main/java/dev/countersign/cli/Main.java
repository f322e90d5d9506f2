package dev.countersign.cli;

/// The process `countersign`.
public final class Main {
    private Main() {}

    static void main(String[] args) {
        System.exit(Countersign.commandLine(new Wiring(), Console.standard()).execute(args));
    }
}
