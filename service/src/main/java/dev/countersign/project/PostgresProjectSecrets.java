package dev.countersign.project;

import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// The live secrets in the lookup table, read anew for each call, so that a revoked one is dead at once.
public final class PostgresProjectSecrets implements ProjectSecrets {

    /// What an unknown project's secret is compared with.
    private static final List<Stored> NOBODY =
            List.of(new Stored(SecretId.random(Environment.TEST), new SecretHash(new byte[32])));

    private final Lookup<ProjectId, List<Stored>> lookup;

    private record Stored(SecretId id, SecretHash hash) {}

    public PostgresProjectSecrets(DataSource database) {
        lookup = new Lookup<>(database, new ByProject());
    }

    @Override
    public Optional<SecretId> holder(ProjectId project, ProjectSecret secret) {
        var hash = secret.hash();
        Optional<SecretId> holder = Optional.empty();
        for (var stored : lookup.find(project).orElse(NOBODY)) {
            if (stored.hash().matches(hash)) {
                holder = Optional.of(stored.id());
            }
        }
        return holder;
    }

    private static final class ByProject implements Lookup.Query<ProjectId, List<Stored>> {
        @Override
        public String sql() {
            return """
                    select s.* from unnest(?::text[]) k (project_id)
                    join project_secret s on s.project_id = k.project_id""";
        }

        @Override
        public void bind(PreparedStatement statement, List<ProjectId> keys, Connection connection) throws SQLException {
            var ids = keys.stream().map(ProjectId::value).toArray(String[]::new);
            statement.setArray(1, connection.createArrayOf("text", ids));
        }

        @Override
        public void read(ResultSet row, Map<ProjectId, List<Stored>> found) throws SQLException {
            found.computeIfAbsent(new ProjectId(row.getString("project_id")), project -> new ArrayList<>())
                    .add(new Stored(
                            new SecretId(row.getString("secret_id")), new SecretHash(row.getBytes("secret_hash"))));
        }
    }
}
