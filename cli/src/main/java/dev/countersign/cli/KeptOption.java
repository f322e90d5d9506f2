package dev.countersign.cli;

import dev.countersign.evidence.Kept;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What the person has kept of a ledger.
final class KeptOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint that you have kept, or a folder with many. The more there are, the closer a damage"
                            + " is located. What a folder has of other ledgers is passed over.")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "What checkpoints are signed with, NAME+ID+KEY, as you have kept it. Without it no signature is"
                            + " looked at, and only what the kept checkpoints cover is proven.")
    private @Nullable String key;

    @Option(
            names = "--up-to-checkpoint",
            description =
                    "Entries may be younger than the newest checkpoint. They are not proven, and that is said. Without"
                            + " this the exit code is 2 then.")
    private boolean upToCheckpoint;

    /// Whether the person accepts that the last entries are covered by no checkpoint.
    boolean isUpToCheckpoint() {
        return upToCheckpoint;
    }

    /// Those of the ledger of the key; all, without a key.
    Kept read(Console console) throws NoteException {
        return read(console, key().map(NoteKey::name));
    }

    /// What a folder has of other ledgers is passed over, and that is said.
    ///
    /// @param ledger whose they are; empty: not known yet
    /// @throws ParameterException if there is nothing that could be relied on, or it cannot be read
    /// @throws NoteException if a checkpoint is damaged; the message names its file
    Kept read(Console console, Optional<String> ledger) throws NoteException {
        var kept = new Kept(List.of(), key());
        if (kept.key().isEmpty() && checkpoints.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "Missing --checkpoint or --key: what is it to be held against?");
        }
        var passedOver = 0;
        for (var file : files()) {
            try {
                var notes = Files.readString(file);
                if (ledger.isPresent() && !checkpoints.contains(file) && Kept.areOfOthers(notes, ledger.get())) {
                    passedOver++;
                } else {
                    kept = kept.with(notes);
                }
            } catch (NoteException e) {
                throw new NoteException(file + ": " + e.getMessage());
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        if (passedOver > 0) {
            console.say("Passed over " + passedOver + " files with checkpoints of other ledgers");
            if (kept.checkpoints().isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "--checkpoint: There is no checkpoint of " + ledger.orElse(""));
            }
        }
        return kept;
    }

    private Optional<NoteKey> key() {
        try {
            return key == null ? Optional.empty() : Optional.of(NoteKey.parse(key));
        } catch (NoteException e) {
            throw new ParameterException(command.commandLine(), "--key: " + e.getMessage(), e);
        }
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (var path : checkpoints) {
            try (var below = Files.walk(path)) {
                var found =
                        below.filter(file -> isCheckpoint(file, path)).sorted().toList();
                if (found.isEmpty()) {
                    throw new ParameterException(
                            command.commandLine(), "--checkpoint: There is no checkpoint in " + path);
                }
                files.addAll(found);
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        }
        return files;
    }

    /// In a folder, what begins with a dot is still being written.
    private static boolean isCheckpoint(Path file, Path named) {
        return Files.isRegularFile(file)
                && (file.equals(named) || !file.getFileName().toString().startsWith("."));
    }

    private ParameterException unreadable(Path path, IOException problem) {
        return new ParameterException(
                command.commandLine(), "Cannot read " + path + ": " + IoReason.of(problem), problem);
    }
}
