package dev.countersign.cli;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Where a database is, and as whom to connect.
///
/// @param url of JDBC; it may name user and password too
/// @param user empty: the URL tells
record DatabaseAddress(String url, String user, String password) {

    /// Connections that are not pooled, for a command that needs a few.
    DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setConnectTimeout(5);
        return source;
    }

    /// Leaves out what may hold a password.
    @Override
    public String toString() {
        return "DatabaseAddress[******]";
    }
}
