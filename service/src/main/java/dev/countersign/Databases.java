package dev.countersign;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/// The connections of one service process: those whose every statement is a commit of its own, for calls, and a few
/// for transactions, for what runs in the background.
final class Databases implements AutoCloseable {

    private static final int TRANSACTIONAL = 8;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource autocommit;
    private final HikariDataSource transactional;

    Databases(String url, String user, String password, int poolSize) {
        autocommit = pool("calls", url, user, password, poolSize, true);
        transactional = pool("background", url, user, password, TRANSACTIONAL, false);
    }

    private static HikariDataSource pool(
            String name, String url, String user, String password, int size, boolean autoCommit) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        if (!user.isEmpty()) {
            config.setUsername(user);
            config.setPassword(password);
        }
        config.setMaximumPoolSize(size);
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
