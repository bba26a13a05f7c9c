package org.iomap.emulator.machine;

import java.util.List;
import java.util.function.LongConsumer;
import org.iomap.emulator.module.cpu.Cpu;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * A bit of the processor's external interrupt request register. Every message counts as a rise, also while the bit is
 * still set: no processor runs here that would clear it. Driving it low clears it as the processor would.
 */
final class CpuInput implements InterruptInput {
    private final String interrupted;
    private final int bit;
    private final Cpu cpu;
    private final Listeners<LongConsumer> listeners = new Listeners<>();

    CpuInput(String name, int bit, Cpu cpu) {
        this.interrupted = name + " interrupted";
        this.bit = bit;
        this.cpu = cpu;
    }

    /** A message has come. */
    void arrived(long physical, Trace trace, long timeNanos) {
        trace.note(TraceKind.INTERRUPT, physical, interrupted);
        List<LongConsumer> told = listeners.all();
        for (int i = 0; i < told.size(); i++) {
            told.get(i).accept(timeNanos);
        }
    }

    @Override
    public void drive(boolean high) {
        if (high) {
            cpu.request(bit);
        } else {
            cpu.acknowledge(bit);
        }
    }

    @Override
    public boolean level() {
        return cpu.isPending(bit);
    }

    @Override
    public Runnable onRise(LongConsumer listener) {
        return listeners.add(listener);
    }
}
