package dev.countersign.cli;

import dev.countersign.keys.KeyRingException;
import dev.countersign.postgres.EmbeddedPostgresException;
import dev.countersign.rpc.CannotListen;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns failures into one line on standard error and an exit code. Only a mistake in our own code shows its stack.
final class ComplaintHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        var complaint = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .map(ComplaintHandler::complaint)
                .flatMap(Optional::stream)
                .findFirst();
        if (complaint.isPresent()) {
            say(command, complaint.get());
        } else {
            say(command, "unexpected failure");
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        var command = failure.getCommandLine();
        say(command, failure.getMessage() + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static Optional<String> complaint(Throwable failure) {
        return switch (failure) {
            case Complaint _, EmbeddedPostgresException _, KeyRingException _, CannotListen _ ->
                Optional.ofNullable(failure.getMessage());
            case dev.countersign.config.ConfigException _, dev.countersign.gateway.ConfigException _ ->
                Optional.ofNullable(failure.getMessage());
            case SQLException sql -> Optional.of("The database does not do what it should: " + sql.getMessage());
            default -> Optional.empty();
        };
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("countersign: " + message.lines().findFirst().orElse(message));
        command.getErr().flush();
    }
}
