package dev.countersign.audit;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExportAuditEventsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A file on its way to a caller, in pieces. Holds one of them, and waits while the caller is slower.
///
/// For one thread; made on that of the call, before it returns.
final class ExportStream extends OutputStream {
    private static final int PIECE = 64 * 1024;

    /// Who takes nothing for so long is given up.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final ServerCallStreamObserver<ExportAuditEventsResponse> responses;
    private final BooleanSupplier welcome;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private String mediaType = "";
    private long looked = System.nanoTime();

    /// The caller is there no more.
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// @param welcome whether the caller's credentials still count
    ExportStream(ServerCallStreamObserver<ExportAuditEventsResponse> responses, BooleanSupplier welcome) {
        this.responses = responses;
        this.welcome = welcome;
        responses.setOnReadyHandler(this::wake);
        responses.setOnCancelHandler(this::wake);
    }

    /// To be said before anything is written.
    void is(String type) {
        mediaType = type;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (var from = offset; from < offset + length; ) {
            var part = Math.min(offset + length - from, PIECE - filled);
            System.arraycopy(bytes, from, piece, filled, part);
            filled += part;
            from += part;
            if (filled == PIECE) {
                flush();
            }
        }
    }

    /// Sends what there is.
    ///
    /// @throws Gone if nobody takes it
    /// @throws Refusal `UNAUTHORIZED_CREDENTIALS` once the secret of the caller is revoked
    @Override
    public void flush() throws IOException {
        awaitReady();
        if (System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
            if (!welcome.getAsBoolean()) {
                throw Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS);
            }
            looked = System.nanoTime();
        }
        var body = HttpBody.newBuilder().setContentType(mediaType).setData(ByteString.copyFrom(piece, 0, filled));
        responses.onNext(ExportAuditEventsResponse.newBuilder().setBody(body).build());
        filled = 0;
        mediaType = "";
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitReady() throws IOException {
        var left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (!responses.isReady() && !responses.isCancelled() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            lock.unlock();
        }
        if (!responses.isReady()) {
            throw new Gone();
        }
    }
}
