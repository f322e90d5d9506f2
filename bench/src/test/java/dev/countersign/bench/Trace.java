package dev.countersign.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Writes down which rows of a database are written, by triggers; without those of what runs in the background.
final class Trace {

    private static final String TRIGGER = """
            create table trace (what text not null);
            create function trace() returns trigger language plpgsql as $$
            begin
                if tg_table_name = 'event' then
                    if convert_from(new.metadata, 'UTF8') like '%"system"%' then
                        return null;
                    end if;
                end if;
                insert into trace values (lower(tg_op) || ' ' || tg_table_name);
                return null;
            end $$;
            """;

    private final DataSource database;

    private Trace(DataSource database) {
        this.database = database;
    }

    static Trace of(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(TRIGGER);
            for (var table : tables(connection)) {
                statement.execute("create trigger trace after insert or update or delete on " + table
                        + " for each row execute function trace()");
            }
        }
        return new Trace(database);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select table_name from information_schema.tables
                        where table_schema = 'public'
                          and table_name not in ('trace', 'processor_token', 'flyway_schema_history')
                          and table_name not in ('ledger', 'ledger_tile', 'ledger_position', 'checkpoint', 'erasure')
                          and table_name not like 'audit\\_%'""")) {
            var tables = new ArrayList<String>();
            while (row.next()) {
                tables.add(row.getString(1));
            }
            return tables;
        }
    }

    /// What was written since the last call, such as `insert event`.
    List<String> take() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery("with gone as (delete from trace returning what) select * from gone")) {
            var written = new ArrayList<String>();
            while (row.next()) {
                written.add(row.getString(1));
            }
            return written;
        }
    }
}
