package org.iomap.cli.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.TerminalOutput;

/** The far end of a serial port's cable: what is typed goes in, what programs of the machine send comes out. */
final class SerialLine implements AutoCloseable {
    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final RemoteProcess process;
    private final String name;
    private final Subscription output;

    SerialLine(RemoteProcess process, String name) {
        this.process = process;
        this.name = name;
        this.output = process.subscribe(EventKind.TERMINAL, name);
    }

    /** Types bytes; waits while the port's FIFO is full, as a patient person does, until told that it is over. */
    void type(byte[] bytes, BooleanSupplier isOver) throws InterruptedException {
        long pause = SHORTEST_PAUSE_MILLIS;
        for (int done = 0; done < bytes.length && !isOver.getAsBoolean(); ) {
            int taken = process.monitor().terminalInput(name, Arrays.copyOfRange(bytes, done, bytes.length));
            done += taken;
            if (taken == 0) {
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            } else {
                pause = SHORTEST_PAUSE_MILLIS;
            }
        }
    }

    /** The next bytes that came out; none when nothing came for {@code patience}. */
    byte[] next(Duration patience) {
        Event event = output.next(patience).orElse(null);
        return event instanceof TerminalOutput sent ? bytes(sent) : new byte[0];
    }

    private static byte[] bytes(TerminalOutput sent) {
        byte[] bytes = new byte[sent.data().readableBytes()];
        sent.data().getBytes(sent.data().readerIndex(), bytes);
        return bytes;
    }

    @Override
    public void close() {
        output.close();
    }
}
