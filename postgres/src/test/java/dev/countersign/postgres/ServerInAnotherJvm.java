package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Path;

/// A second JVM that runs a server on a folder until it is killed.
record ServerInAnotherJvm(Process process, String jdbcUrl) {
    static ServerInAnotherJvm on(Path folder) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerInAnotherJvm.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ServerInAnotherJvm(process, process.inputReader().readLine());
    }

    static void main(String[] args) throws IOException {
        var postgres = EmbeddedPostgres.start(Path.of(args[0]));
        System.out.println(postgres.jdbcUrl("postgres"));
        var _ = System.in.read();
        postgres.close();
    }
}
