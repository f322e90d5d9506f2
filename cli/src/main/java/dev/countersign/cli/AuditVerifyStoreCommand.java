package dev.countersign.cli;

import dev.countersign.audit.AuditViewCheck;
import dev.countersign.erasure.Erasures;
import dev.countersign.evidence.Kept;
import dev.countersign.evidence.Verdict;
import dev.countersign.ledger.StoredLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.proof.NoteException;
import dev.countersign.retention.AbsentEvents;
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
            "2:It could not be found out, or not of all entries: there is no checkpoint, or the last entries are younger"
                    + " than the newest one."
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

    @Option(
            names = "--partial",
            description = "Events may be gone, as far as signed notes say that retention dropped them.")
    private boolean partial;

    @Parameters(
            paramLabel = "LEDGER",
            converter = LedgerName.class,
            description = "A project, for example project-test-..., or 'installation', for what belongs to none.")
    @SuppressWarnings("NullAway.Init")
    private String ledger;

    AuditVerifyStoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            Logging.FOR_PEOPLE.begin();
            var source = database.address().dataSource();
            var stored = new StoredLedger(source);
            var keys = ring.read();
            var view = new AuditViewCheck(source, new PersonalData(keys), InstantSource.system());
            var known = stored.withSigned(ledger, kept.read(console, Optional.of(ledger)));
            // Later than the checkpoints, so that none of them is ahead of it.
            var size = stored.size(ledger);
            var verdict = proven(stored, size, known);
            var exit = new VerdictText(console, partial, kept.isUpToCheckpoint()).tell(verdict);
            var wrong = Stream.of(
                            new AbsentEvents(source, known.key(), keys.ledgerSeeds()).firstWrong(ledger),
                            stored.wrongNode(ledger, size),
                            stored.wrongTile(),
                            stored.strayEvent(ledger),
                            stored.brokenStream(ledger),
                            new Erasures(source).missing(ledger, known.key()),
                            wrongRow(view, size))
                    .flatMap(Optional::stream)
                    .toList();
            stored.backInTime(ledger).ifPresent(what -> console.say("WARNING: " + what));
            wrong.forEach(what -> console.say("DAMAGED: " + what));
            return wrong.isEmpty() ? exit : VerdictText.DAMAGED;
        } catch (NoteException e) {
            console.say("DAMAGED: " + e.getMessage());
            return VerdictText.DAMAGED;
        } catch (Complaint e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Verdict proven(StoredLedger stored, long size, Kept known) {
        try (var bar = EntryBar.of("events", size)) {
            return stored.verify(ledger, size, known, bar);
        }
    }

    private Optional<String> wrongRow(AuditViewCheck view, long size) {
        try (var bar = EntryBar.of("trail", size)) {
            return view.firstWrong(ledger, size, bar);
        }
    }
}
