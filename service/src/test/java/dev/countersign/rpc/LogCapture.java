package dev.countersign.rpc;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// Catches what a class logs while it is open.
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ILoggingEvent> arriving = new LinkedBlockingQueue<>();
    private final Logger logger;

    LogCapture(Class<?> source) {
        logger = (Logger) LoggerFactory.getLogger(source);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
        arriving.add(event);
    }

    /// The first event that nobody has taken yet, as soon as it is there.
    ILoggingEvent next() {
        try {
            return Objects.requireNonNull(arriving.poll(10, TimeUnit.SECONDS), "nothing was logged");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ILoggingEvent> events() {
        return events;
    }

    /// Everything that an event says, its fields and its stack trace too.
    static String whole(ILoggingEvent event) {
        var fields = event.getKeyValuePairs() == null ? List.<KeyValuePair>of() : event.getKeyValuePairs();
        var trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getLevel() + " " + event.getFormattedMessage() + " " + fields + " " + trace;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        stop();
    }
}
