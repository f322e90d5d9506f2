package dev.countersign.cli;

import dev.countersign.project.HoldName;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.user.PhoneId;
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
    static CommandLine commandLine(Console console) {
        var handler = new ComplaintHandler();
        return new CommandLine(new Countersign(console))
                .addSubcommand(new DevCommand(console))
                .addSubcommand(new ServiceCommand(console))
                .addSubcommand(new GatewayCommand(console))
                .addSubcommand(new KeysCommand(console))
                .addSubcommand(new CommandLine(new ProjectCommand(console))
                        .addSubcommand(new ProjectRetentionCommand(console))
                        .addSubcommand(new ProjectHoldCommand(console)))
                .addSubcommand(new PhoneCommand(console))
                .addSubcommand(new CommandLine(new AuditCommand(console))
                        .addSubcommand(new AuditVerifyCommand(console))
                        .addSubcommand(new AuditVerifyStoreCommand(console)))
                .addSubcommand(new ProjectionsCommand(console))
                .addSubcommand(new CommandLine.HelpCommand())
                .registerConverter(ProjectId.class, new ConvertedType<>(ProjectId::parse))
                .registerConverter(SecretId.class, new ConvertedType<>(SecretId::parse))
                .registerConverter(SecretRole.class, new ConvertedType<>(SecretRole::of))
                .registerConverter(RetentionClass.class, new ConvertedType<>(RetentionClass::parse))
                .registerConverter(HoldName.class, new ConvertedType<>(HoldName::new))
                .registerConverter(PhoneId.class, new ConvertedType<>(PhoneId::parse))
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
