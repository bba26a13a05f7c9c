package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** The HP 9000 B160L. Source: hardware reference, section 1.2. */
public final class B160l implements Machine {
    private final MachineClock clock;
    private final Trace trace;
    private final IoSpace ioSpace;
    private final List<Runnable> powerOffListeners = new ArrayList<>();

    public B160l(MachineConfiguration configuration, MachineClock clock) {
        this.clock = clock;
        this.trace = new Trace(configuration.traceEntries(), clock::now);
        this.ioSpace = new IoSpace(trace);
    }

    @Override
    public String model() {
        return "9000/778/B160L";
    }

    @Override
    public IoSpace ioSpace() {
        return ioSpace;
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public MachineClock clock() {
        return clock;
    }

    @Override
    public List<ModuleDescription> modules() {
        return List.of();
    }

    @Override
    public InterruptInput line(String name) {
        return null;
    }

    @Override
    public SerialTerminal terminal(String name) {
        return null;
    }

    @Override
    public List<FrameBufferDescription> frameBuffers() {
        return List.of();
    }

    @Override
    public void reset() {
        ioSpace.repair();
        clock.restart();
        trace.note(TraceKind.MACHINE, 0, "reset");
    }

    @Override
    public void onPowerOff(Runnable listener) {
        powerOffListeners.add(listener);
    }
}
