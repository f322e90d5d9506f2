package dev.countersign.cli;

/// The process `countersign`.
public final class Main {
    private Main() {}

    static void main(String[] args) {
        System.exit(Countersign.commandLine(Console.standard()).execute(args));
    }
}
