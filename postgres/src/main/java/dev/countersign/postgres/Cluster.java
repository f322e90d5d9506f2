package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one PostgreSQL: `cluster` in the data folder, with the server's log beside it.
///
/// A folder with the final name is complete, as it is made under another name and renamed.
record Cluster(Path dataDir, Binaries binaries, Account account) {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The duty of the caller is to hold the lock of the data folder.
    static Cluster in(Path dataDir, Binaries binaries, Account account, String superuser) {
        var cluster = new Cluster(dataDir, binaries, account);
        if (!Files.exists(cluster.folder())) {
            cluster.create(superuser);
        }
        cluster.check();
        account.own(cluster.folder());
        return cluster;
    }

    Path folder() {
        return dataDir.resolve("cluster");
    }

    Path log() {
        return dataDir.resolve("server.log");
    }

    Path postmasterPid() {
        return folder().resolve("postmaster.pid");
    }

    private void create(String superuser) {
        log.info("Creating a PostgreSQL cluster in {}", folder());
        var partial = dataDir.resolve("cluster.partial");
        FileTree.delete(partial);
        var initdb = Child.start(
                account.command(List.of(
                        binaries.program("initdb"),
                        "--pgdata=" + partial,
                        "--username=" + superuser,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--no-sync")),
                dataDir,
                log());
        if (!Child.endsWithin(PATIENCE, initdb) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new EmbeddedPostgresException(
                    "Cannot create a PostgreSQL cluster in " + folder() + ": " + ServerLog.reasonIn(log()));
        }
        try {
            Files.move(partial, folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot rename " + partial, e);
        }
    }

    private void check() {
        String found;
        try {
            found = Files.readString(folder().resolve("PG_VERSION")).strip();
        } catch (IOException _) {
            throw new EmbeddedPostgresException("The data folder " + dataDir + " is damaged: PG_VERSION is missing");
        }
        if (!found.equals(binaries.majorVersion())) {
            throw new EmbeddedPostgresException("The data folder " + dataDir + " is of PostgreSQL " + found
                    + ", but this is PostgreSQL " + binaries.majorVersion());
        }
    }
}
