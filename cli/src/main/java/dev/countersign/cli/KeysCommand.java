package dev.countersign.cli;

import dev.countersign.jwt.PostgresSigningKeys;
import dev.countersign.jwt.SigningKeyRotation;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.project.ProjectId;
import dev.countersign.store.Migrations;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes and rotates key rings, and the keys of session JWTs; prints those of ledgers.")
final class KeysCommand {
    private final Console console;

    KeysCommand(Console console) {
        this.console = console;
    }

    @Command(mixinStandardHelpOptions = true, description = "Makes a key ring, and prints it unless a file is named.")
    void generate(
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "Where to write it, readable by its owner alone. It must not exist yet.")
                    @Nullable
                    Path file) {
        var keys = KeyRing.generate().revealJson();
        if (file == null) {
            console.say(keys);
        } else if (!new PrivateFile(file).create(keys)) {
            throw new Complaint(file + " exists; 'countersign keys rotate' adds new keys to it");
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Adds new keys to a key ring and uses them from now on: 'add' and 'promote' in one step, for"
                    + " an installation with one process. The old ones stay in it for what was made under them.")
    void rotate(@Mixin KeyRingFile file) {
        file.replace(KeyRing::rotated);
        console.say("Rotated " + file + "; restart the services that use it, together");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Adds new keys to a key ring that nothing is made under yet. Once every process has read the"
                    + " ring, 'promote' it.")
    void add(@Mixin KeyRingFile file) {
        file.replace(KeyRing::withNextKeys);
        console.say("Added new keys to " + file + "; restart the services that use it, one after the other, then run"
                + " 'countersign keys promote'");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Uses the keys that 'add' has added. Every process must have read the ring before: one that"
                    + " has not cannot use what is made under them.")
    void promote(@Mixin KeyRingFile file) {
        file.replace(KeyRing::promoted);
        console.say("Promoted the newest keys of " + file + "; restart the services that use it, one after the other");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints what the checkpoints of a ledger are verified with, as it is given to --key. It is"
                    + " made of the key ring alone; no secret.")
    void ledger(
            @Mixin KeyRingOption ring,
            @Option(
                            names = "--origin",
                            paramLabel = "NAME",
                            defaultValue = "${env:COUNTERSIGN_LEDGER_ORIGIN:-countersign}",
                            description = "ledger.origin of the services (default: $$COUNTERSIGN_LEDGER_ORIGIN, or"
                                    + " countersign).")
                    String origin,
            @Parameters(
                            paramLabel = "LEDGER",
                            converter = LedgerName.class,
                            description = "A project, for example project-test-..., or 'installation'.")
                    String ledger) {
        try {
            console.say(new LedgerSigners(origin, ring.read().ledgerSeeds())
                    .of(ledger)
                    .key()
                    .text());
        } catch (IllegalArgumentException e) {
            throw new Complaint("--origin: " + e.getMessage(), e);
        }
    }

    @Command(
            name = "rotate-signing",
            mixinStandardHelpOptions = true,
            description = "Makes new keys for session JWTs. They are published at once and sign an hour later; nothing"
                    + " has to be restarted. Services do this by themselves, by session.signing-key-age.")
    void rotateSigning(
            @Mixin DatabaseOption database,
            @Mixin KeyRingOption ring,
            @Parameters(arity = "0..1", paramLabel = "PROJECT_ID", description = "One project; all if it is left out.")
                    @Nullable
                    ProjectId project) {
        Logging.FOR_PEOPLE.begin();
        var source = database.address().dataSource();
        var keys = ring.read();
        Migrations.run(source);
        var rotation =
                new SigningKeyRotation(new PostgresSigningKeys(source), keys.signingSeals(), InstantSource.system());
        var successors = project == null
                ? rotation.rotateAll()
                : List.of(rotation.rotate(project)
                        .orElseThrow(
                                () -> new Complaint(project + " has no key yet; it gets one with its first session")));
        successors.forEach(next -> console.say("%s: %s %s from %s"
                .formatted(
                        next.project(),
                        next.id(),
                        next.isNew() ? "signs" : "was made before, and signs",
                        next.signsFrom())));
    }
}
