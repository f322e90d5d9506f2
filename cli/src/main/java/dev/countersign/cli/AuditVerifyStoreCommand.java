package dev.countersign.cli;

import dev.countersign.audit.AuditViewCheck;
import dev.countersign.ledger.StoredLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import dev.countersign.proof.NoteException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify-store",
        mixinStandardHelpOptions = true,
        description =
                "Finds out whether the events in the database are as kept checkpoints have them, and whether the rows"
                        + " that the audit trail is searched in are those that the events make. Changes nothing; services may"
                        + " run.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Everything is proven.",
            "1:Something is not as it was; what, and where, is said.",
            "2:It could not be found out."
        })
final class AuditVerifyStoreCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    private final KeptOption kept = new KeptOption();

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Mixin
    private final KeyRingOption ring = new KeyRingOption();

    @Option(names = "--partial", description = "Events may be gone, since they are kept no longer.")
    private boolean partial;

    @Parameters(paramLabel = "PROJECT_ID", description = "For example project-test-...")
    @SuppressWarnings("NullAway.Init")
    private ProjectId project;

    AuditVerifyStoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            Logging.FOR_PEOPLE.begin();
            var source = database.address().dataSource();
            var stored = new StoredLedger(source);
            var view = new AuditViewCheck(source, new PersonalData(ring.read()), InstantSource.system());
            var size = stored.size(project.value());
            var exit = new VerdictText(console, partial).tell(stored.verify(project.value(), size, kept.read()));
            var stray = stored.strayEvent();
            stray.ifPresent(position -> console.say(
                    "DAMAGED: The event at position " + position + " is in no ledger, though those around it are"));
            var wrong = view.firstWrong(project.value(), size);
            wrong.ifPresent(what -> console.say("DAMAGED: " + what));
            return stray.isPresent() || wrong.isPresent() ? VerdictText.DAMAGED : exit;
        } catch (NoteException e) {
            console.say("DAMAGED: " + e.getMessage());
            return VerdictText.DAMAGED;
        } catch (Complaint e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
