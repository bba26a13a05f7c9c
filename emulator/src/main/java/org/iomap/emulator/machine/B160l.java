package org.iomap.emulator.machine;

import java.io.UncheckedIOException;
import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.module.cpu.Cpu;
import org.iomap.emulator.module.dino.Dino;
import org.iomap.emulator.module.lasi.Lasi;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * The HP 9000 B160L: its processor, LASI and Dino, and the modules that are plugged in.
 *
 * <p>Source: hardware reference, sections 1.2 and 1.4; the processor is where the oracle has it.
 */
public final class B160l implements Machine, Chassis {
    // spotless:off
    static final long LASI = 0xFFD0_0000L;
    static final long DINO = 0xFFF8_0000L;
    static final long CPU  = 0xFFFB_0000L;
    private static final long CPU_HPA = 0xFFFB_E000L;

    private static final Iodc DINO_IODC = Iodc.of("68 03 00 4d 00 00 0a 00 00 00 00 00 00 00 00 00");
    private static final Iodc LASI_IODC = Iodc.of("03 d0 80 4b 00 00 81 00 00 00 00 00 00 00 00 00");
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
    private final boolean isWhole;
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
        lasi = new Lasi(
                ioSpace.master("lasi"),
                clock::secondsSince1970,
                new LasiPins(LASI, trace, this, kind -> backplane().reset(kind)));
        dino = new Dino(ioSpace.master("dino"), slots);
        inputs = new InterruptInputs(lasi, dino, cpu, trace, clock);
        backplane = new Backplane(ioSpace, trace, clock, inputs, segments, this);
        isWhole = configuration.model() != Model.B160L_RECORDED;
        populate();
        for (ModuleKind kind : ModuleKinds.ALL) {
            Settings settings = configuration.modules().get(kind.name());
            if (settings != null) {
                backplane.plugIn(kind, settings);
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
        backplane.addArchitected(DINO, dino.registers(),   "dino");
        backplane.add(DINO + Dino.GSC2X,  dino.gsc2xConfig(),   "dino");
        backplane.add(DINO + Dino.BRIDGE, dino.bridge(),        "dino");
        backplane.add(CPU,           cpu.oracle(),         "cpu0");
        //                                           name     HPA           size      IODC       class        path    driver         description
        backplane.describe(new ModuleDescription("dino", DINO,         0x1000,   DINO_IODC, "ba",        "8/0",  "GSCtoPCI",    "PCI Bus Bridge - dino"));
        backplane.describe(new ModuleDescription("lasi", LASI,         0x100000, LASI_IODC, "ba",        "8/16", "bus_adapter", "Core I/O Adapter"));
        backplane.describe(new ModuleDescription("cpu0", cpuAddress(), 0x1000,   Cpu.IODC,  "processor", "62",   "processor",   "Processor"));
        // spotless:on
        if (isWhole) {
            backplane.addArchitected(CPU_HPA, cpu.hpa(), "cpu0");
            backplane.add(LASI + 0x7FFFE, lasi.configuration(), "lasi");
            DINO_IODC.addTo(dino.registers(), Iodc.OFFSET);
            ioSpace.onNoAnswer(cpu::noAnswer);
        }
    }

    private long cpuAddress() {
        return isWhole ? CPU_HPA : CPU;
    }

    @Override
    public List<ModuleDescription> modules() {
        return backplane.modules(slots.modules());
    }

    @Override
    public List<RegisterAt> registersAt(long physical) {
        return backplane.registersAt(physical);
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
    public MaskableInput interrupt(String name) {
        return inputs.findMaskable(name);
    }

    @Override
    public List<String> wiredInterrupts() {
        return inputs.wired();
    }

    @Override
    public PciConfiguration pci() {
        return slots;
    }

    @Override
    public long memoryBytes() {
        return hostMemory.size();
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
        resetModules();
        inputs.forget();
        hostMemory.clear();
        trace.note(TraceKind.MACHINE, 0, "reset");
    }

    @Override
    public void resetModules() {
        inputs.reset();
        lasi.reset();
        dino.reset();
        cpu.reset();
        backplane.reset();
        ioSpace.repair();
        startFirmware();
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

    @Override
    public void switchOff(long physical, String why) {
        trace.note(TraceKind.MACHINE, physical, why);
        powerOff.all().forEach(Runnable::run);
    }

    @Override
    public boolean isWhole() {
        return isWhole;
    }

    private InterruptInputs inputs() {
        return inputs;
    }

    private Dino dino() {
        return dino;
    }

    private Backplane backplane() {
        return backplane;
    }
}
