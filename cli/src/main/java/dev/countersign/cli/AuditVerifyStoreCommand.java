package dev.countersign.cli;

import dev.countersign.audit.AuditViewCheck;
import dev.countersign.evidence.Verdict;
import dev.countersign.ledger.StoredLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import dev.countersign.proof.NoteException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        exitCodeOnExecutionException = VerdictText.UNDECIDED,
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
            var exit = new VerdictText(console, partial, kept.isUpToCheckpoint()).tell(proven(stored, size));
            var wrong = Stream.of(stored.wrongNode(project.value(), size), stray(stored), wrongRow(view, size))
                    .flatMap(Optional::stream)
                    .toList();
            wrong.forEach(what -> console.say("DAMAGED: " + what));
            return wrong.isEmpty() ? exit : VerdictText.DAMAGED;
        } catch (NoteException e) {
            console.say("DAMAGED: " + e.getMessage());
            return VerdictText.DAMAGED;
        } catch (Complaint e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Verdict proven(StoredLedger stored, long size) throws NoteException {
        try (var bar = EntryBar.of("events", size)) {
            return stored.verify(project.value(), size, kept.read(), bar);
        }
    }

    private static Optional<String> stray(StoredLedger stored) {
        var position = stored.strayEvent();
        return position.isPresent()
                ? Optional.of("The event at position %d is in no ledger, though those around it are"
                        .formatted(position.getAsLong()))
                : Optional.empty();
    }

    private Optional<String> wrongRow(AuditViewCheck view, long size) {
        try (var bar = EntryBar.of("trail", size)) {
            return view.firstWrong(project.value(), size, bar);
        }
    }
}
