package dev.countersign.project;

import dev.countersign.store.Lookup;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;

/// The live secrets in the lookup table, remembered for a tenth of a second. A revoked one is dead once
/// [#awaitRevocation] has returned.
public final class PostgresProjectSecrets implements ProjectSecrets, LiveSecrets {

    /// What an unknown project's secret is compared with.
    private static final List<Stored> NOBODY = List.of(new Stored(
            new Holder(SecretId.random(Environment.TEST), SecretRole.APPLICATION), new SecretHash(new byte[32])));

    private final DataSource database;
    private final SecretLeases<Stored> leases;

    private record Stored(Holder holder, SecretHash hash) {}

    public PostgresProjectSecrets(DataSource database) {
        this.database = database;
        var lookup = new Lookup<>(database, new ByProject());
        leases = new SecretLeases<>(project -> lookup.find(project).orElse(NOBODY), System::nanoTime);
    }

    /// Waits, after the commit that removed a secret, until no node remembers it any more: a fifth of a second.
    public static void awaitRevocation() {
        try {
            Thread.sleep(SecretLeases.REVOCATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Revoked, but other nodes may still know the secret for a moment");
        }
    }

    @Override
    public Optional<Holder> holder(ProjectId project, ProjectSecret secret) {
        var hash = secret.hash();
        return leases.find(project, stored -> stored.hash().matches(hash)).map(Stored::holder);
    }

    @Override
    public Set<SecretId> among(Collection<SecretId> shown) {
        try (var connection = database.getConnection();
                var select =
                        connection.prepareStatement("select secret_id from project_secret where secret_id = any (?)")) {
            var ids = shown.stream().map(SecretId::value).toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", ids));
            var live = new HashSet<SecretId>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    live.add(new SecretId(row.getString(1)));
                }
            }
            return live;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Those of some projects that exist.
    public Set<ProjectId> existing(Collection<ProjectId> projects) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select project_id from project where project_id = any (?)")) {
            var ids = projects.stream().map(ProjectId::value).toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", ids));
            var existing = new HashSet<ProjectId>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    existing.add(new ProjectId(row.getString(1)));
                }
            }
            return existing;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
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
                            new Holder(new SecretId(row.getString("secret_id")), SecretRole.of(row.getString("role"))),
                            new SecretHash(row.getBytes("secret_hash"))));
        }
    }
}
