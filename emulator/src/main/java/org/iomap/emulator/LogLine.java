package org.iomap.emulator;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * An event as {@code 2026-01-31T12:00:00Z WARN server.Connection: what happened}, and the stack of its cause. Whatever
 * a client sent, an event stays on its line and within its bound (DC-4).
 */
final class LogLine extends EncoderBase<ILoggingEvent> {
    private static final String OURS = "org.iomap.emulator.";
    private static final int LONGEST_TEXT = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    @Override
    public byte[] encode(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(
                        Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger)
                .append(": ")
                .append(escaped(event.getFormattedMessage()))
                .append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        String printable = CONTROL.matcher(text).replaceAll("?");
        return printable.length() <= LONGEST_TEXT ? printable : printable.substring(0, LONGEST_TEXT) + "…";
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
