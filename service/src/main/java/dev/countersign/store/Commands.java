package dev.countersign.store;

import static org.axonframework.commandhandling.GenericCommandMessage.asCommandMessage;

import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.jspecify.annotations.Nullable;

/// Sends commands to their aggregates, within the unit of work of the thread.
public final class Commands {

    private final CommandBus bus;

    Commands(CommandBus bus) {
        this.bus = bus;
    }

    /// Sends a command and gives the outcome that its handler returns.
    @SuppressWarnings("TypeParameterUnusedInFormals") // The handler decides; a wrong type fails the first test.
    public <R> R send(Object command) {
        WriteSet.current();
        var answer = new AtomicReference<@Nullable CommandResultMessage<? extends R>>();
        bus.<Object, R>dispatch(asCommandMessage(command), (message, result) -> answer.set(result));
        var result = answer.get();
        if (result == null) {
            throw new IllegalStateException("The command bus has to answer in the caller's thread.");
        }
        if (result.isExceptional()) {
            throw Failures.unchecked(result.exceptionResult());
        }
        return result.getPayload();
    }
}
