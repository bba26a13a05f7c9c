package org.iomap.emulator.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the service, and Netty's leak detector, say is wrong with themselves. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final List<String> WATCHED = List.of("org.iomap.emulator.server", "io.netty.util");

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    LogWatch() {
        start();
        WATCHED.forEach(name -> logger(name).addAppender(this));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            complaints.add(event.getFormattedMessage() + cause(event));
        }
    }

    private static String cause(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? ""
                : ": " + event.getThrowableProxy().getClassName() + " "
                        + event.getThrowableProxy().getMessage();
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        WATCHED.forEach(name -> logger(name).detachAppender(this));
        stop();
    }
}
