package dev.countersign.cli;

import dev.countersign.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A whole Countersign in this process: PostgreSQL, service and gateway, with a first project.
///
/// All that was committed is there at the next start on the same folder, however this process ends.
final class Dev {
    private static final String DATABASE = "countersign";
    private static final String LOOPBACK = "127.0.0.1:";

    private final Product product;
    private final Consumer<String> progress;
    private final Started started;

    /// @param started collects what runs; closing it is the duty of the caller
    /// @param progress is told of each step that takes its time
    Dev(Product product, Started started, Consumer<String> progress) {
        this.product = product;
        this.started = started;
        this.progress = progress;
    }

    /// Whatever can be refused in an instant is looked at before anything is started.
    DevInstructions start(Path dataDir, LocalPort http, LocalPort grpc) {
        http.requireFree();
        grpc.requireFree();
        http.requireOtherThan(grpc);
        var folder = DevFolder.in(dataDir);
        var known = ProjectEnv.read(folder.projectEnv());
        var keys = folder.keys(product.keyRings());

        progress.accept("Starting PostgreSQL in " + folder.database());
        var postgres = started.add(EmbeddedPostgres.start(folder.database()));
        postgres.createDatabase(DATABASE);
        var url = postgres.jdbcUrl(DATABASE);

        progress.accept("Starting the service and the gateway");
        var service = started.add(product.startService(new ServiceSettings(url, grpc.number(), keys, true)));
        var gateway =
                started.add(product.startGateway(new GatewaySettings(LOOPBACK + service.port(), http.number(), true)));

        var project = FirstProject.of(known, folder.projectEnv(), service.projects());
        return new DevInstructions(gateway.port(), service.port(), url, folder.path(), project);
    }
}
