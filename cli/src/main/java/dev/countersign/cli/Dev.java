package dev.countersign.cli;

import dev.countersign.Service;
import dev.countersign.ServiceConfig;
import dev.countersign.ServiceConfig.Mode;
import dev.countersign.gateway.Gateway;
import dev.countersign.gateway.GatewayConfig;
import dev.countersign.keys.KeyRing;
import dev.countersign.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A whole Countersign in this process: PostgreSQL, service and gateway, with a first project.
///
/// All that was committed is there at the next start on the same folder, however this process ends.
final class Dev {
    private static final String DATABASE = "countersign";

    private final Started started;
    private final Consumer<String> progress;

    /// @param started collects what runs; closing it is the duty of the caller
    /// @param progress is told of each step that takes its time
    Dev(Started started, Consumer<String> progress) {
        this.started = started;
        this.progress = progress;
    }

    /// Whatever can be refused in an instant is looked at before anything is started.
    DevInstructions start(Path dataDir, LocalPort http, LocalPort grpc) throws SQLException {
        http.requireFree();
        grpc.requireFree();
        http.requireOtherThan(grpc);
        var folder = DevFolder.in(dataDir);
        var known = ProjectEnv.read(folder.projectEnv());
        var keys = folder.keys();

        progress.accept("Starting PostgreSQL in " + folder.database());
        var postgres = started.add(EmbeddedPostgres.start(folder.database()));
        postgres.createDatabase(DATABASE);
        var database = new DatabaseAddress(postgres.jdbcUrl(DATABASE), "", "");

        progress.accept("Starting the service and the gateway");
        var config = ServiceConfig.load(Mode.DEV, service(database, grpc, keys), Map.of());
        var service = started.add(Service.start(config));
        var project = firstProject(known, folder, database);
        var gateway = started.add(Gateway.start(GatewayConfig.load(gateway(http, service.port(), project))));
        return new DevInstructions(gateway.port(), service.port(), database.url(), folder.path(), project);
    }

    private static ProjectEnv firstProject(Optional<ProjectEnv> known, DevFolder folder, DatabaseAddress database)
            throws SQLException {
        try (var projects = Projects.in(database)) {
            return FirstProject.of(known, folder.projectEnv(), projects);
        }
    }

    /// What the environment sets of codes and guesses counts here too; where things are is for `dev` to say.
    private static Map<String, String> service(DatabaseAddress database, LocalPort grpc, KeyRing keys) {
        var settings = new HashMap<>(System.getenv());
        settings.keySet()
                .removeAll(
                        Set.of("COUNTERSIGN_DATABASE_USER", "COUNTERSIGN_DATABASE_PASSWORD", "COUNTERSIGN_KEYS_FILE"));
        settings.put("COUNTERSIGN_DATABASE_URL", database.url());
        settings.put("COUNTERSIGN_KEYS", keys.revealJson());
        settings.put("COUNTERSIGN_GRPC_PORT", Integer.toString(grpc.number()));
        settings.put("COUNTERSIGN_SMS_SENDER", "handset");
        return settings;
    }

    private static Map<String, String> gateway(LocalPort http, int grpcPort, ProjectEnv project) {
        return Map.of(
                "COUNTERSIGN_HTTP_PORT",
                Integer.toString(http.number()),
                "COUNTERSIGN_SERVICE_ADDRESS",
                "127.0.0.1:" + grpcPort,
                "COUNTERSIGN_DEV",
                "true",
                "COUNTERSIGN_EXAMPLE_PROJECT_ID",
                project.projectId().toString(),
                "COUNTERSIGN_EXAMPLE_SECRET",
                project.secret().revealOnce());
    }
}
