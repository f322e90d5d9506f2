package dev.countersign.product;

import dev.countersign.v1.RevokedSession;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A service that watches revocations: it remembers the last token, and goes on from there wherever it is sent.
final class RevocationWatcher implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final List<String> told = new ArrayList<>();
    private String token = "";
    private Visit visit;

    private RevocationWatcher(GrpcClient node) {
        visit = new Visit(node);
    }

    /// Returns once it knows where it is.
    static RevocationWatcher at(GrpcClient node) {
        var watcher = new RevocationWatcher(node);
        watcher.visit.begin();
        return watcher;
    }

    /// Every session that it was told of, as often as it was.
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    synchronized int count() {
        return told.size();
    }

    /// Breaks the connection, whatever is on its way.
    void cut() {
        visit.node.close();
    }

    /// Waits until the connection is broken, and goes on at another node.
    void resumeAt(GrpcClient node) {
        visit.awaitEnd();
        visit = new Visit(node);
        visit.begin();
    }

    @Override
    public void close() {
        visit.node.close();
    }

    private synchronized void take(WatchRevocationsResponse message) {
        message.getRevokedSessionsList().stream()
                .map(RevokedSession::getSessionId)
                .forEach(told::add);
        token = message.getResumeToken();
    }

    private synchronized String lastToken() {
        return token;
    }

    /// One connection.
    private final class Visit implements StreamObserver<WatchRevocationsResponse> {
        private final GrpcClient node;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        Visit(GrpcClient node) {
            this.node = node;
        }

        void begin() {
            node.watch(lastToken(), this);
            await(begun);
        }

        void awaitEnd() {
            await(ended);
            node.close();
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("Nothing happened for " + LIMIT_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void onNext(WatchRevocationsResponse message) {
            take(message);
            if (message.getCaughtUp()) {
                begun.countDown();
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }
}
