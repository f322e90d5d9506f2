package dev.countersign.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command tree.
@Command(
        name = "countersign",
        description = "Logs people in with one-time passcodes sent to their phone.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class Countersign {
    private final Console console;

    private Countersign(Console console) {
        this.console = console;
    }

    /// Every command object is constructed here.
    static CommandLine commandLine(Product product, Console console) {
        var handler = new ComplaintHandler();
        return new CommandLine(new Countersign(console))
                .addSubcommand(new DevCommand(product, console))
                .addSubcommand(new ServiceCommand(product, console))
                .addSubcommand(new GatewayCommand(product, console))
                .addSubcommand(new KeysCommand(product.keyRings(), console))
                .addSubcommand(new ProjectCommand(product, console))
                .addSubcommand(new CommandLine.HelpCommand())
                .setUsageHelpAutoWidth(true)
                .setOut(console.out())
                .setExecutionExceptionHandler(handler)
                .setParameterExceptionHandler(handler);
    }

    @Command(description = "Prints what runs here.")
    void version() {
        console.say(Version.text());
    }
}
