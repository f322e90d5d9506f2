package dev.countersign.cli;

import dev.countersign.login.PostgresLoginDirectory;
import dev.countersign.operator.PhoneUnlocking;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.store.Migrations;
import dev.countersign.user.PhoneFactor;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.PhoneId;
import java.time.InstantSource;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "phone", mixinStandardHelpOptions = true, description = "Unlocks phones.")
final class PhoneCommand {
    private final Console console;

    PhoneCommand(Console console) {
        this.console = console;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lifts a lock that wrong codes have brought about, and starts their count anew.")
    void unlock(
            @Mixin DatabaseOption database,
            @Parameters(paramLabel = "PHONE_ID", description = "For example phone-number-test-...") PhoneId phone) {
        Logging.FOR_PEOPLE.begin();
        var source = database.address().dataSource();
        Migrations.run(source);
        var names = EventNames.of(List.of(PhoneFactorEvent.class), List.of(PhoneFactor.class));
        try (var eventSourcing = EventSourcing.on(source, source, new EventSourcing.Commits(1, false), names)
                .snapshotAggregate(PhoneFactor.class)
                .build()) {
            eventSourcing.start();
            new PhoneUnlocking(
                            eventSourcing.transactions(),
                            eventSourcing.commands(),
                            new PostgresLoginDirectory(source),
                            InstantSource.system())
                    .unlock(phone);
            console.say("Unlocked " + phone);
        } catch (AggregateNotFoundException e) {
            throw new Complaint("There is no phone " + phone, e);
        }
    }
}
