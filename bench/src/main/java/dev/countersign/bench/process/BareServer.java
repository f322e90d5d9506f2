package dev.countersign.bench.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/// The floor of checks in a process of its own: the service's kind of server and pool, one indexed `select`, nothing
/// else. Says its port, and ends when its standard input does.
final class BareServer {

    private static final int POOL = 16;

    private BareServer() {}

    public static void main(String[] arguments) throws IOException {
        var pool = new HikariConfig();
        pool.setJdbcUrl(System.getenv("COUNTERSIGN_DATABASE_URL"));
        pool.setMaximumPoolSize(POOL);
        pool.addDataSourceProperty("prepareThreshold", "3");
        try (var database = new HikariDataSource(pool);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var service = ServerServiceDefinition.builder("bench.Floor")
                    .addMethod(
                            BareMethod.READ,
                            ServerCalls.asyncUnaryCall((hash, answers) -> answer(database, hash, answers)))
                    .build();
            var server = NettyServerBuilder.forAddress(
                            new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
                    .executor(threads)
                    .addService(service)
                    .build()
                    .start();
            System.out.println(server.getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
            server.shutdownNow();
        }
    }

    private static void answer(DataSource database, byte[] hash, StreamObserver<byte[]> answers) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select session_id from session where token_hash = ?")) {
            select.setBytes(1, hash);
            try (var row = select.executeQuery()) {
                answers.onNext(row.next() ? row.getString(1).getBytes(US_ASCII) : new byte[0]);
                answers.onCompleted();
            }
        } catch (SQLException e) {
            answers.onError(e);
        }
    }
}
