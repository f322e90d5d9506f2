package dev.countersign.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the database to the form that this version needs. Safe to run by several nodes at once.
public final class Migrations {

    private Migrations() {}

    /// @throws org.flywaydb.core.api.FlywayException if a migration fails, or the database is newer than this version
    public static void run(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }
}
