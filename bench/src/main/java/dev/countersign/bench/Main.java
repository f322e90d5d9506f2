package dev.countersign.bench;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.report.JsonFile;
import dev.countersign.bench.report.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `countersign bench`.
@Command(
        name = "countersign bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the service beside a floor: logins beside a bare JDBC program that writes the same rows, checks",
            "of sessions beside a bare gRPC call that reads one row by an index.",
            "Starts its own PostgreSQL and service, and leaves nothing behind.",
            "Results go to standard output, progress to standard error; the exit code is 1 if a call failed."
        })
public final class Main implements Callable<Integer> {

    private static final String LOGGING = "logback.configurationFile";

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(
            names = "--operations",
            split = ",",
            defaultValue = "new,first,known,authenticate,session,check,check_unsigned",
            description = "What to measure: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Operation> operations = List.of();

    @Option(
            names = "--callers",
            split = ",",
            defaultValue = "32,64",
            description = "Callers in closed loops. Default: ${DEFAULT-VALUE}.")
    private List<Integer> callers = List.of();

    @Option(names = "--rounds", defaultValue = "4", description = "Turns of each target. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "Length of a round. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--lead-in",
            defaultValue = "0",
            description = "Seconds that a round goes on before it is measured. Default: ${DEFAULT-VALUE}.")
    private double leadIn;

    @Option(
            names = "--warm-up",
            defaultValue = "10000",
            description = "Calls of each kind before measuring. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--rate",
            defaultValue = "0.5",
            description = "Rate of the open loops, as a share of the peak; 0: none. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--patience",
            defaultValue = "5",
            description = "Seconds that a round waits for other programs to be quiet. Default: ${DEFAULT-VALUE}.")
    private double patience;

    @Option(
            names = "--repeats",
            defaultValue = "3",
            description = "How often a round that they disturbed is measured again. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--gateway", description = "Measure the gateway too.")
    private boolean gateway;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the service, such as store.leaders=4. May be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--jvm-option", description = "For the JVMs of service and gateway. May be repeated.")
    private List<String> jvmOptions = List.of();

    @Option(names = "--profile", paramLabel = "FILE.jfr", description = "Record a profile of the service.")
    private @Nullable Path profile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON too.")
    private @Nullable Path json;

    @Option(
            names = "--search",
            description = "Measure the search for users instead, over so many of them as --users says.")
    private boolean search;

    @Option(
            names = "--users",
            defaultValue = "1000000",
            description = "With --search: how many users there are. Default: ${DEFAULT-VALUE}.")
    private int users;

    @Option(
            names = "--searches",
            defaultValue = "200",
            description = "With --search and --audit: how often each filter is measured. Default: ${DEFAULT-VALUE}.")
    private int searches;

    @Option(
            names = "--rebuild",
            description =
                    "Measure how long it takes to make the audit trail's rows anew instead, for so many entries as"
                            + " --events says.")
    private boolean rebuild;

    @Option(
            names = "--audit",
            description =
                    "Measure searches and counts of the audit trail instead, over so many entries as --events says, each"
                            + " as often as --searches says; 0: fill only.")
    private boolean audit;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description = "With --audit: keep the filled database here, and take the one that is here.")
    private @Nullable Path keep;

    @Option(
            names = "--exports",
            description = "Measure exports of the audit trail instead, of so many entries as --events says.")
    private boolean exports;

    @Option(
            names = "--events",
            defaultValue = "1000000",
            description =
                    "With --rebuild, --audit and --exports: how many events there are. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--writers",
            defaultValue = "2",
            description = "With --rebuild: how many threads write. Default: ${DEFAULT-VALUE}.")
    private int writers;

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty(LOGGING, "dev/countersign/bench/logback.xml");
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (search) {
            return searchBench();
        }
        if (rebuild) {
            return rebuildBench();
        }
        if (audit) {
            return auditBench();
        }
        if (exports) {
            return exportBench();
        }
        var results = Bench.run(plan());
        System.out.println(Table.of(results));
        if (json != null) {
            JsonFile.write(results, json);
        }
        return results.isVoid() ? 1 : 0;
    }

    private int searchBench() throws Exception {
        if (users < 1 || searches < 1) {
            throw new ParameterException(spec.commandLine(), "--users and --searches must be at least 1");
        }
        return SearchBench.run(users, searches) ? 0 : 1;
    }

    private int rebuildBench() throws Exception {
        if (events < 1 || writers < 1) {
            throw new ParameterException(spec.commandLine(), "--events and --writers must be at least 1");
        }
        return RebuildBench.run(events, writers) ? 0 : 1;
    }

    private int auditBench() throws Exception {
        if (events < 1 || searches < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--events must be at least 1, and --searches not be negative");
        }
        return AuditBench.run(events, searches, keep) ? 0 : 1;
    }

    private int exportBench() throws Exception {
        if (events < 1) {
            throw new ParameterException(spec.commandLine(), "--events must be at least 1");
        }
        return ExportBench.run(events) ? 0 : 1;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    private Plan plan() {
        try {
            return new Plan(
                    operations,
                    callers,
                    rounds,
                    duration(leadIn),
                    duration(seconds),
                    warmUp,
                    rate,
                    duration(patience),
                    repeats,
                    gateway,
                    settings,
                    jvmOptions,
                    Optional.ofNullable(profile));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Cannot measure that: " + e.getMessage(), e);
        }
    }
}
