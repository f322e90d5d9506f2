package dev.countersign.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @Test
    void twoProcessesMayUnpackAtOnceOverTheRestsOfADeadOne(@TempDir Path cache) throws Exception {
        var version = Binaries.unpacked().version();
        var rests = Files.createDirectory(cache.resolve("postgres-" + version + ".partial"));
        Files.writeString(rests.resolve("half"), "");

        for (var process : List.of(unpackInAnotherJvm(cache), unpackInAnotherJvm(cache))) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        var home = cache.resolve("postgres-" + version);
        assertThat(rests).doesNotExist();
        assertThat(home.resolve("half")).doesNotExist();
        assertThat(Child.succeeds(List.of(home + "/bin/postgres", "--version"))).isTrue();
    }

    private static Process unpackInAnotherJvm(Path cache) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unpacking.class.getName(),
                        cache.toString())
                .inheritIO()
                .start();
    }

    static final class Unpacking {
        static void main(String[] args) {
            var _ = Binaries.unpacked(Path.of(args[0]));
        }
    }
}
