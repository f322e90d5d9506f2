package dev.countersign.cli;

import dev.countersign.erasure.ErasureCertificate;
import dev.countersign.erasure.Erasures;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "audit", mixinStandardHelpOptions = true, description = "Proves what the audit trail says.")
final class AuditCommand {
    private final Console console;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints the signed certificate that a user was erased, as it is to be kept, to the byte.")
    void erased(
            @Mixin DatabaseOption database,
            @Parameters(paramLabel = "USER_ID", description = "For example user-test-...") String user) {
        Logging.FOR_PEOPLE.begin();
        var source = database.address().dataSource();
        var certified = new Erasures(source)
                .of(user)
                .orElseThrow(() -> new Complaint("There is no certificate that " + user
                        + " was erased. A service that runs makes one within about a minute after the erasure;"
                        + " 'countersign audit verify-store' says whether one is missing"));
        console.out().print(certified.certificate());
        console.out().flush();
    }

    @Command(
            name = "verify-erasure",
            mixinStandardHelpOptions = true,
            description = "Verifies a certificate that 'erased' has printed. Needs neither server nor database.")
    void verifyErasure(
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "KEY",
                            description = "The key of the ledger, NAME+ID+KEY, as it came with a checkpoint.")
                    String key,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "A kept checkpoint of the same size, which has to be the one that is named.")
                    @Nullable
                    Path checkpoint,
            @Parameters(paramLabel = "FILE", description = "The certificate.") Path file) {
        try {
            var trusted = NoteKey.parse(key);
            var certificate = ErasureCertificate.open(text(file), trusted);
            if (checkpoint != null) {
                compare(certificate, Checkpoint.open(text(checkpoint), List.of(trusted)));
            }
            console.say("%s was erased at %s, by entry %d of %s; %d entries are about the user%s"
                    .formatted(
                            certificate.user(),
                            certificate.erasedAt(),
                            certificate.erasedBy(),
                            certificate.ledger(),
                            certificate.entries().count(),
                            checkpoint == null ? "" : ", and the checkpoint is the one that is named"));
        } catch (NoteException e) {
            throw new Complaint(String.valueOf(e.getMessage()), e);
        }
    }

    private static void compare(ErasureCertificate certificate, Checkpoint kept) {
        if (kept.size() != certificate.size()) {
            throw new Complaint("The certificate names the checkpoint over " + certificate.size()
                    + " entries, and this one is over " + kept.size());
        }
        if (!kept.root().equals(certificate.root())) {
            throw new Complaint("The certificate names another checkpoint over " + kept.size()
                    + " entries: the ledger was altered");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Complaint("Cannot read " + file + ": " + IoReason.of(e), e);
        }
    }
}
