package org.iomap.emulator.machine;

import java.io.UncheckedIOException;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.module.cpu.Cpu;
import org.iomap.emulator.module.dino.Dino;
import org.iomap.emulator.module.lasi.Lasi;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * The HP 9000 B160L: its processor, LASI and Dino, and the modules that are plugged in.
 *
 * <p>Source: hardware reference, sections 1.2 and 1.4; the processor is where the oracle has it.
 */
public final class B160l implements Machine {
    // spotless:off
    static final long LASI = 0xFFD0_0000L;
    static final long DINO = 0xFFF8_0000L;
    static final long CPU  = 0xFFFB_0000L;
    // spotless:on

    private final MachineClock clock;
    private final Trace trace;
    private final IoSpace ioSpace;
    private final Memory hostMemory;
    private final Cpu cpu;
    private final Lasi lasi;
    private final PciSlots slots;
    private final Dino dino;
    private final InterruptInputs inputs;
    private final Backplane backplane;
    private final boolean firmware;
    private final Listeners<Runnable> powerOff = new Listeners<>();

    /**
     * Switches on a machine.
     *
     * @throws UncheckedIOException if a file that its configuration names cannot be read
     * @throws IllegalArgumentException if two modules are in each other's way
     */
    public B160l(MachineConfiguration configuration, MachineClock clock) {
        this(configuration, clock, new Segments());
    }

    /** @param segments that it is on together with other machines; the rest is as above */
    public B160l(MachineConfiguration configuration, MachineClock clock, Segments segments) {
        this.clock = clock;
        trace = new Trace(configuration.traceEntries(), clock::now);
        ioSpace = new IoSpace(trace);
        hostMemory = new Memory(configuration.memoryBytes());
        cpu = new Cpu(bit -> inputs().interrupted(bit));
        slots = new PciSlots(ioSpace, address -> dino().noTargetOnPci(address));
        lasi = new Lasi(ioSpace.master("lasi"), clock::secondsSince1970, this::switchOff);
        dino = new Dino(ioSpace.master("dino"), slots);
        inputs = new InterruptInputs(lasi, dino, cpu, trace, clock);
        backplane = new Backplane(ioSpace, trace, clock, inputs, segments);
        populate();
        for (ModuleKind kind : ModuleKinds.ALL) {
            Settings settings = configuration.modules().get(kind.name());
            if (settings != null) {
                kind.plugIn(backplane, settings);
            }
        }
        slots.plugIn(backplane, configuration.cards());
        ioSpace.share();
        firmware = configuration.firmware();
        startFirmware();
    }

    private void startFirmware() {
        if (firmware) {
            Firmware.start(slots.configuration(), ioSpace, dino);
        }
    }

    private void populate() {
        // spotless:off
        ioSpace.addHostMemory(hostMemory, "memory");
        backplane.add(LASI,          lasi.interrupts(),    "lasi");
        backplane.add(LASI + 0x2000, lasi.parallelReset(), "lasi");
        backplane.add(LASI + 0x5000, lasi.serialReset(),   "lasi");
        backplane.add(LASI + 0x7000, lasi.lanReset(),      "lasi");
        backplane.add(LASI + 0x9000, lasi.realTimeClock(), "lasi");
        backplane.add(LASI + 0xC000, lasi.power(),         "lasi");
        backplane.add(DINO,          dino.registers(),     "dino");
        backplane.add(DINO + Dino.GSC2X,  dino.gsc2xConfig(),   "dino");
        backplane.add(DINO + Dino.BRIDGE, dino.bridge(),        "dino");
        backplane.add(CPU,           cpu.registers(),      "cpu0");
        //                                           name     HPA   size      type HVERSION SVERSION class       path    driver         description
        backplane.describe(new ModuleDescription("dino", DINO, 0x1000,   13, 0x680,   0x0000a, "ba",        "8/0",  "GSCtoPCI",    "PCI Bus Bridge - dino"));
        backplane.describe(new ModuleDescription("lasi", LASI, 0x100000, 11, 0x03d,   0x00081, "ba",        "8/16", "bus_adapter", "Core I/O Adapter"));
        backplane.describe(new ModuleDescription("cpu0", CPU,  0x1000,    0, 0x502,   0x00004, "processor", "62",   "processor",   "Processor"));
        // spotless:on
    }

    @Override
    public List<ModuleDescription> modules() {
        return backplane.modules(slots.modules());
    }

    @Override
    public List<FrameBufferDescription> frameBuffers() {
        return backplane.frameBuffers();
    }

    @Override
    public InterruptInput line(String name) {
        return inputs.find(name);
    }

    @Override
    public SerialTerminal terminal(String name) {
        return backplane.terminal(name);
    }

    @Override
    public Pointer pointer(String name) {
        return backplane.pointer(name);
    }

    @Override
    public void reset() {
        clock.restart();
        inputs.reset();
        lasi.reset();
        dino.reset();
        cpu.reset();
        backplane.reset();
        hostMemory.clear();
        ioSpace.repair();
        startFirmware();
        trace.note(TraceKind.MACHINE, 0, "reset");
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
    public void onPowerOff(Runnable listener) {
        powerOff.add(listener);
    }

    private InterruptInputs inputs() {
        return inputs;
    }

    private Dino dino() {
        return dino;
    }

    private void switchOff() {
        trace.note(TraceKind.MACHINE, LASI, "a program switched the machine off");
        powerOff.all().forEach(Runnable::run);
    }
}
