package org.iomap.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Keys and a screen at a serial line, until the keys end or the escape is typed. After the last key it stays until
 * nothing came out for {@code patience}: an answer to piped input is not cut off. One thread reads the keys and another
 * types them, so that the escape works while the port takes nothing.
 */
final class Attachment {
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final long LAST_KEYS_MILLIS = 500;
    private static final int MOST_AT_ONCE = 4096;
    private static final int MOST_WAITING = 256;
    private static final byte[] END = {};
    private static final int BELL = 7;

    private final SerialLine line;
    private final InputStream keys;
    private final OutputStream screen;
    private final Duration patience;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile boolean escaped;
    private volatile boolean allTyped;
    private volatile boolean over;
    private volatile Exception failure;

    /** Work that may be broken off by what happens at either end. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    Attachment(SerialLine line, InputStream keys, OutputStream screen, Duration patience) {
        this.line = line;
        this.keys = keys;
        this.screen = screen;
        this.patience = patience;
    }

    /** @param escapes true where a person types, who needs a way out */
    void run(boolean escapes) throws IOException, InterruptedException {
        start("keys", escapes ? this::readWithEscape : this::read);
        Thread typist = start("typist", this::type);
        try {
            show();
            typist.join(LAST_KEYS_MILLIS);
        } finally {
            over = true;
            waiting.clear();
            waiting.add(END);
        }
        rethrow();
    }

    private void show() throws IOException {
        boolean quiet = false;
        while (!escaped && failure == null && !(allTyped && quiet)) {
            boolean last = allTyped;
            byte[] sent = line.next(last ? patience : GLANCE);
            screen.write(sent);
            screen.flush();
            quiet = last && sent.length == 0;
        }
    }

    private void read() throws IOException, InterruptedException {
        byte[] typed = new byte[MOST_AT_ONCE];
        for (int count = keys.read(typed); count >= 0 && !over; count = keys.read(typed)) {
            waiting.put(Arrays.copyOf(typed, count));
        }
        waiting.put(END);
    }

    /** A person's keys are dropped, with a bell, when too many wait: the next ones may be the escape. */
    private void readWithEscape() throws IOException {
        EscapeFilter escape = new EscapeFilter();
        byte[] typed = new byte[MOST_AT_ONCE];
        for (int count = keys.read(typed); count >= 0 && !over; count = keys.read(typed)) {
            byte[] passed = escape.pass(typed, count);
            boolean kept = passed.length == 0 || waiting.offer(passed);
            if (!kept) {
                screen.write(BELL);
            }
            if (escape.isDetached()) {
                break;
            }
        }
        waiting.offer(END);
        escaped = escape.isDetached();
    }

    private void type() throws InterruptedException {
        for (byte[] next = waiting.take(); next.length > 0 && !over; next = waiting.take()) {
            line.type(next, () -> over);
        }
        allTyped = true;
    }

    private Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException | RuntimeException broken) {
                        failure = broken;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
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
