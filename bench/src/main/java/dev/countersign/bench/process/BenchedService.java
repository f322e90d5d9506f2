package dev.countersign.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.Service;
import dev.countersign.ServiceConfig;
import dev.countersign.ServiceConfig.Mode;
import dev.countersign.keys.KeyRing;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/// The service in a process of its own, with a new project. Ends when its standard input does.
final class BenchedService {

    /// Sees native code and virtual threads, which the older sampler mostly misses. Experimental in JDK 25.
    private static final String CPU_TIME_SAMPLE = "jdk.CPUTimeSample";
    private static final String CPU_TIME_EACH = "5 ms";

    private final PrintStream out;
    private @Nullable Recording recording;

    private BenchedService(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, ParseException {
        var out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, UTF_8);
        try (var service = Service.start(config(), new Carrier(out), InstantSource.system())) {
            new BenchedService(out).serve(service);
        }
    }

    /// Messages go to our carrier, whatever the configuration says.
    private static ServiceConfig config() {
        return ServiceConfig.load(
                Mode.DEV,
                System.getenv(),
                Map.of("keys", KeyRing.generate().revealJson(), "grpc.port", "0", "sms.sender", "handset"));
    }

    private void serve(Service service) throws IOException, ParseException {
        var project = service.projects().create("bench", Environment.TEST);
        var auditor = service.projects().addSecret(project.project(), SecretRole.AUDITOR);
        say(ServiceLine.READY + " " + service.port() + " " + credentials(project) + " " + credentials(auditor));
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            obey(line.split(" ", 2));
        }
    }

    private static String credentials(NewSecret secret) {
        var text = secret.project().value() + ":" + secret.secret().revealOnce();
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void obey(String[] command) throws IOException, ParseException {
        switch (command[0]) {
            case ServiceLine.HEAP -> say(ServiceLine.HEAP + " " + heapInUse());
            case ServiceLine.RECORD -> {
                recording = new Recording(Configuration.getConfiguration("profile"));
                recording.enable(CPU_TIME_SAMPLE).with("throttle", CPU_TIME_EACH);
                recording.start();
                say(ServiceLine.RECORD);
            }
            case ServiceLine.DUMP -> {
                if (recording != null) {
                    recording.dump(Path.of(command[1]));
                    recording.close();
                }
                say(ServiceLine.DUMP);
            }
            default -> throw new IllegalArgumentException("There is no command " + command[0] + ".");
        }
    }

    private static long heapInUse() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
