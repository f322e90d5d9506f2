package dev.countersign.cli;

import dev.countersign.evidence.EvidenceFile;
import dev.countersign.evidence.Kept;
import dev.countersign.evidence.Verdict;
import dev.countersign.proof.NoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Finds out whether evidence that was exported is as kept checkpoints have it. Needs neither a"
                + " server nor a database.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Everything is proven.",
            "1:Something is not as it was; what, and where, is said.",
            "2:It could not be found out, or not of all entries: a file cannot be read, no checkpoint covers the last"
                    + " entries or ends where the export has some, or the export is older than a kept checkpoint."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final int REFRESH_MILLIS = 200;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    private final KeptOption kept = new KeptOption();

    @Option(
            names = "--partial",
            description = "Hashes may stand for entries: a filter left them out, or they are kept no longer.")
    private boolean partial;

    @Parameters(paramLabel = "EXPORT", description = "What POST /v1/audit/export gave.")
    @SuppressWarnings("NullAway.Init")
    private Path export;

    AuditVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            return new VerdictText(console, partial, kept.isUpToCheckpoint()).tell(verdict(kept.read(console)));
        } catch (NoteException e) {
            console.say("DAMAGED: " + e.getMessage());
            return VerdictText.DAMAGED;
        }
    }

    private Verdict verdict(Kept known) {
        try (var in = open()) {
            return new EvidenceFile(in, known).verify();
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), "Cannot read " + export + ": " + IoReason.of(e), e);
        }
    }

    /// On a terminal with a bar.
    private InputStream open() throws IOException {
        var in = Files.newInputStream(export);
        var terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            return in;
        }
        return ProgressBar.wrap(
                in,
                new ProgressBarBuilder()
                        .setTaskName("verify")
                        .setInitialMax(Files.size(export))
                        .setUnit(" MB", 1_000_000)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REFRESH_MILLIS));
    }
}
