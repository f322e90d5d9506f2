package dev.countersign.store;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/// Finds the aggregate that a command is for: the component of its record that is the `@TargetAggregateIdentifier`.
///
/// Looks at each type once. Axon's own resolver goes through all annotations of a type for every command.
final class CommandTargets implements CommandTargetResolver {

    private final ClassValue<Method> targets = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> command) {
            return Arrays.stream(command.getRecordComponents())
                    .map(component -> component.getAccessor())
                    .filter(accessor -> accessor.isAnnotationPresent(TargetAggregateIdentifier.class))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(command.getName() + " names no aggregate."));
        }
    };

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> message) {
        var command = message.getPayload();
        try {
            return new VersionedAggregateIdentifier(
                    targets.get(command.getClass()).invoke(command), null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("The target of " + message.getCommandName() + " cannot be read.", e);
        }
    }
}
