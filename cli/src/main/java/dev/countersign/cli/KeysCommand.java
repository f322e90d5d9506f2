package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "keys", mixinStandardHelpOptions = true, description = "Makes and rotates key rings.")
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
            description = "Adds new keys to a key ring; the old ones stay in it for what was made under them.")
    void rotate(
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            required = true,
                            defaultValue = "${env:COUNTERSIGN_KEYS_FILE}",
                            description = "What is replaced (default: $$COUNTERSIGN_KEYS_FILE).")
                    Path file) {
        var ring = new PrivateFile(file);
        var text = ring.read().orElseThrow(() -> new Complaint(file + " does not exist"));
        ring.write(new KeyRingText(file, text).parse().rotated().revealJson());
        console.say("Rotated " + file + "; restart the services that use it");
    }
}
