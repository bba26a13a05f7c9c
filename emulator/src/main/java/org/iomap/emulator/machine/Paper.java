package org.iomap.emulator.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.IntConsumer;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** What a printer prints: added to the end of a file, and shown to who looks at its terminal. Nobody types on it. */
final class Paper implements SerialTerminal {
    private final Path file;
    private final Trace trace;
    private final Listeners<IntConsumer> listeners = new Listeners<>();
    private boolean isTorn;

    /** @param file is made with the first byte; null: the paper is thrown away */
    Paper(Path file, Trace trace) {
        this.file = file;
        this.trace = trace;
    }

    void print(int value) {
        if (file != null && !isTorn) {
            write(value);
        }
        List<IntConsumer> told = listeners.all();
        for (int i = 0; i < told.size(); i++) {
            told.get(i).accept(value);
        }
    }

    /** Each byte is in the file at once, and the file is not kept open: a printer is slow. */
    private void write(int value) {
        try {
            Files.write(file, new byte[] {(byte) value}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            isTorn = true;
            trace.note(TraceKind.MACHINE, 0, "the printer's file takes no more: " + e);
        }
    }

    @Override
    public int input(ByteBuffer bytes) {
        int offered = bytes.remaining();
        bytes.position(bytes.limit());
        return offered;
    }

    @Override
    public Runnable onOutput(IntConsumer listener) {
        return listeners.add(listener);
    }
}
