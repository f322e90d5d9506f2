package dev.countersign.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Runs everything on this machine: PostgreSQL, the service and the gateway, with a first project.")
final class DevCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the gateway listens (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int httpPort;

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Where the service listens (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int grpcPort;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "What keeps the data (default: $XDG_DATA_HOME/countersign or ~/.local/share/countersign).")
    private @Nullable Path dataDir;

    DevCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        Logging.FOR_PEOPLE.begin();
        try (var started = new Started(console::say)) {
            Foreground.stopAtExit(started);
            var instructions = new Dev(started, console::say)
                    .start(
                            dataDir == null ? DevFolder.usual(System.getenv()) : dataDir,
                            new LocalPort(httpPort, "--http-port"),
                            new LocalPort(grpcPort, "--grpc-port"));
            console.say(instructions.text());
            Foreground.work();
            return CommandLine.ExitCode.OK;
        }
    }
}
