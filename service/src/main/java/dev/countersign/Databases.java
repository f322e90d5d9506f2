package dev.countersign;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;

/// The connections of one service process: those whose every statement is a commit of its own, for calls, and a few
/// for transactions, for what runs in the background.
final class Databases implements AutoCloseable {

    private static final int TRANSACTIONAL = 8;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource autocommit;
    private final HikariDataSource transactional;

    Databases(ServiceConfig.Database database, MeterRegistry meters) {
        autocommit = pool("calls", database, database.poolSize(), true, meters);
        transactional = pool("background", database, TRANSACTIONAL, false, meters);
    }

    private static HikariDataSource pool(
            String name, ServiceConfig.Database database, int size, boolean autoCommit, MeterRegistry meters) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.url());
        database.user().ifPresent(config::setUsername);
        database.password().ifPresent(password -> config.setPassword(password.reveal()));
        config.setMaximumPoolSize(size);
        config.setMetricRegistry(meters);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setInitializationFailTimeout(PATIENCE_MILLIS);
        config.addDataSourceProperty("ApplicationName", "countersign");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", "3");
        return new HikariDataSource(config);
    }

    DataSource autocommit() {
        return autocommit;
    }

    DataSource transactional() {
        return transactional;
    }

    @Override
    public void close() {
        autocommit.close();
        transactional.close();
    }
}
