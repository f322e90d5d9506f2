package dev.countersign.cli;

import dev.countersign.audit.AuditRebuild;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.login.PersonalData;
import dev.countersign.store.Migrations;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "projections",
        mixinStandardHelpOptions = true,
        description = "Makes anew what can be told from the events.")
final class ProjectionsCommand {
    private final Console console;

    ProjectionsCommand(Console console) {
        this.console = console;
    }

    /// What can be made anew.
    enum Projection {
        audit
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes the rows that the audit trail is searched in anew, while the services run and searches"
                    + " are answered from the old ones. May be stopped at any time, and started again.")
    void rebuild(
            @Mixin DatabaseOption database,
            @Mixin KeyRingOption ring,
            @Option(
                            names = "--threads",
                            paramLabel = "NUMBER",
                            defaultValue = "2",
                            description = "How many write at once, each on a connection of its own (default:"
                                    + " ${DEFAULT-VALUE}).")
                    int threads,
            @Parameters(paramLabel = "PROJECTION", description = "${COMPLETION-CANDIDATES}") Projection projection) {
        if (threads < 1) {
            throw new Complaint("--threads must be 1 or more");
        }
        Logging.FOR_PEOPLE.begin();
        var source = database.address().dataSource();
        var keys = ring.read();
        // Reads checkpoints of any origin, and signs none.
        var signers = new LedgerSigners("countersign", keys.ledgerSeeds());
        Migrations.run(source);
        try (var progress = RebuildProgress.of(projection.name())) {
            var rebuilt = new AuditRebuild(source, new PersonalData(keys), signers, InstantSource.system(), threads)
                    .run(progress);
            progress.close();
            console.say("Rebuilt " + projection + ": " + rebuilt.entries() + " entries"
                    + (rebuilt.missing() == 0 ? "" : "; the events of " + rebuilt.missing() + " are not in the store"));
        } catch (IllegalStateException e) {
            throw new Complaint(String.valueOf(e.getMessage()), e);
        }
    }
}
