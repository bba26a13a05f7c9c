package org.iomap.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Keys and a screen at a serial line, until the keys end or the escape is typed. After the last key it stays until
 * nothing came out for {@code patience}: an answer to piped input is not cut off.
 */
final class Attachment {
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int MOST_AT_ONCE = 4096;

    private final SerialLine line;
    private final InputStream keys;
    private final OutputStream screen;
    private final Duration patience;
    private final EscapeFilter escape = new EscapeFilter();
    private volatile boolean keysEnded;
    private volatile boolean detached;
    private volatile Exception failure;

    Attachment(SerialLine line, InputStream keys, OutputStream screen, Duration patience) {
        this.line = line;
        this.keys = keys;
        this.screen = screen;
        this.patience = patience;
    }

    /** @param escapes true where a person types, who needs a way out */
    void run(boolean escapes) throws IOException, InterruptedException {
        Thread typist = new Thread(() -> type(escapes), "typist");
        typist.setDaemon(true);
        typist.start();
        boolean quiet = false;
        while (!detached && !(keysEnded && quiet)) {
            boolean last = keysEnded;
            byte[] sent = line.next(last ? patience : GLANCE);
            screen.write(sent);
            screen.flush();
            quiet = last && sent.length == 0;
        }
        rethrow();
    }

    private void type(boolean escapes) {
        byte[] typed = new byte[MOST_AT_ONCE];
        try {
            for (int count = keys.read(typed); count >= 0 && !detached; count = keys.read(typed)) {
                line.type(escapes ? escape.pass(typed, count) : Arrays.copyOf(typed, count));
                detached = escape.isDetached();
            }
        } catch (IOException | InterruptedException | RuntimeException broken) {
            failure = broken;
        }
        keysEnded = true;
    }

    private void rethrow() throws IOException {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof IOException broken) {
            throw broken;
        }
    }
}
