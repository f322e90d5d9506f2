package dev.countersign.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A process of `dev` that is ready, and a client that has its credentials.
record Dev(ProductProcess process, Path folder, Credentials credentials, int grpcPort, RestClient client)
        implements AutoCloseable {

    /// Starts on a folder, which may hold the data of an earlier one.
    static Dev start(Path folder) {
        var process = launch(folder);
        try {
            var http = process.awaitOutput("HTTP +http://localhost:(\\d+)").group(1);
            var grpc = process.awaitOutput("gRPC +localhost:(\\d+)").group(1);
            process.awaitOutput("Ctrl-C stops everything");
            var credentials = Credentials.in(Files.readString(folder.resolve("project.env")));
            return new Dev(
                    process,
                    folder,
                    credentials,
                    Integer.parseInt(grpc),
                    new RestClient(Integer.parseInt(http), credentials));
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    /// Starts without waiting until it is ready.
    static ProductProcess launch(Path folder) {
        return ProductProcess.start(
                Map.of(), "dev", "--http-port", "0", "--grpc-port", "0", "--data-dir", folder.toString());
    }

    /// Where its PostgreSQL is.
    String databaseUrl() {
        return process.awaitOutput("database +(jdbc:\\S+)").group(1);
    }

    /// A client with a secret that was just made for an auditor.
    RestClient auditor() {
        var made = ProductProcess.run(
                Map.of("COUNTERSIGN_DATABASE_URL", databaseUrl()),
                "project",
                "add-secret",
                "--role",
                "auditor",
                credentials.project());
        var secret = made.lines()
                .filter(line -> line.startsWith("SECRET="))
                .findFirst()
                .orElseThrow()
                .substring("SECRET=".length());
        return new RestClient(client.address().getPort(), new Credentials(credentials.project(), secret));
    }

    /// What it has written for people to read later: its output without the instructions, which hold the secret on
    /// purpose, and the log of its PostgreSQL.
    String log() {
        var said = process.output().replaceAll("(?s)Countersign is ready.*?Ctrl-C stops everything\\.", "");
        try {
            return said + Files.readString(folder.resolve("postgres/server.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
