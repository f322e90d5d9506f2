package dev.countersign.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// Keeps what everybody logs at the level of production, by SLF4J or by the JDK's logging, while it is open.
final class Logged implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
    private final Queue<String> keptByTheJdk = new ConcurrentLinkedQueue<>();
    private final StreamHandler jdk = new StreamHandler() {
        @Override
        public synchronized void publish(LogRecord line) {
            keptByTheJdk.add(new SimpleFormatter().format(line));
        }
    };

    Logged() {
        java.util.logging.Logger.getLogger("").addHandler(jdk);
        kept.start();
        root.setLevel(Level.INFO);
        root.addAppender(kept);
    }

    List<String> lines() {
        return Stream.concat(List.copyOf(kept.list).stream().map(Logged::text), keptByTheJdk.stream())
                .toList();
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    @Override
    public void close() {
        java.util.logging.Logger.getLogger("").removeHandler(jdk);
        root.detachAppender(kept);
        root.setLevel(before);
    }
}
