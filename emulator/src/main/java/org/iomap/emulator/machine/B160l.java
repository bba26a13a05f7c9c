package org.iomap.emulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.iomap.emulator.bus.BusMaster;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.module.cpu.Cpu;
import org.iomap.emulator.module.dino.Dino;
import org.iomap.emulator.module.lasi.Lasi;
import org.iomap.emulator.module.uart.Uart16550;
import org.iomap.emulator.module.videolive.VideoLive;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * The HP 9000 B160L, with an HP VideoLive board in its first graphics slot.
 *
 * <p>Source: hardware reference, sections 1.2 and 1.4; the processor is where the oracle has it.
 */
public final class B160l implements Machine {
    // spotless:off
    private static final long VIDEOLIVE = 0xF400_0000L;
    static final long LASI              = 0xFFD0_0000L;
    static final long DINO              = 0xFFF8_0000L;
    static final long CPU               = 0xFFFB_0000L;
    private static final long UART0     = LASI + 0x5000;
    private static final long UART1     = DINO + 0x3000;
    // spotless:on

    private final MachineClock clock;
    private final Trace trace;
    private final IoSpace ioSpace;
    private final Backplane backplane;
    private final Listeners<Runnable> powerOff = new Listeners<>();

    private final Cpu cpu = new Cpu(bit -> inputs().interrupted(bit));
    private final Lasi lasi = new Lasi(master("lasi"), this::seconds, this::switchOff);
    private final Dino dino = new Dino(master("dino"));
    private final InterruptInputs inputs;
    private final SerialPort serialA;
    private final SerialPort serialB;
    private final VideoLive videoLive;

    /**
     * Switches on a machine.
     *
     * @throws UncheckedIOException if the configured picture cannot be read
     */
    public B160l(MachineConfiguration configuration, MachineClock clock) {
        this.clock = clock;
        this.trace = new Trace(configuration.traceEntries(), clock::now);
        this.ioSpace = new IoSpace(trace);
        this.backplane = new Backplane(ioSpace, trace);
        this.inputs = new InterruptInputs(lasi, dino, cpu, trace, clock);
        Clock alarms = new OwnAlarms(clock, trace);
        serialA = new SerialPort(alarms, inputs.lasi(5));
        serialB = new SerialPort(alarms, inputs.dino(10));
        videoLive = videoLive(configuration, clock);
        populate(serialA.uart(), serialB.uart());
    }

    private void populate(Uart16550 uart0, Uart16550 uart1) {
        // spotless:off
        backplane.addMemory(VIDEOLIVE,           videoLive.memory(),     "videolive");
        backplane.add(VIDEOLIVE + 0x1000400,     videoLive.ramdac(),     "videolive");
        backplane.add(VIDEOLIVE + 0x1000600,     videoLive.block600(),   "videolive");
        backplane.add(VIDEOLIVE + 0x1000800,     videoLive.block800(),   "videolive");
        backplane.add(LASI,                      lasi.interrupts(),      "lasi");
        backplane.add(LASI + 0x2000,             lasi.parallelReset(),   "lasi");
        backplane.add(LASI + 0x5000,             lasi.serialReset(),     "lasi");
        backplane.add(LASI + 0x7000,             lasi.lanReset(),        "lasi");
        backplane.add(LASI + 0x9000,             lasi.realTimeClock(),   "lasi");
        backplane.add(LASI + 0xC000,             lasi.power(),           "lasi");
        backplane.add(UART0 + 0x800,             uart0.registers(),      "uart0");
        backplane.add(DINO,                      dino.registers(),       "dino");
        backplane.add(UART1 + 0x800,             uart1.registers(),      "uart1");
        backplane.add(CPU,                       cpu.registers(),        "cpu0");
        // spotless:on
    }

    @Override
    public List<ModuleDescription> modules() {
        // spotless:off
        return List.of(
                //     name         HPA        size       type HVERSION SVERSION class       path      driver         description
                module("dino",      DINO,      0x1000,     13, 0x680,   0x0000a, "ba",        "8/0",    "GSCtoPCI",    "PCI Bus Bridge - dino"),
                module("uart1",     UART1,     0x1000,     10, 0x022,   0x0008c, "tty",       "8/0/63", "asio0",       "Built-in RS-232C"),
                module("lasi",      LASI,      0x100000,   11, 0x03d,   0x00081, "ba",        "8/16",   "bus_adapter", "Core I/O Adapter"),
                module("uart0",     UART0,     0x1000,     10, 0x03d,   0x0008c, "tty",       "8/16/4", "asio0",       "Built-in RS-232C"),
                module("videolive", VIDEOLIVE, 0x2000000,  10, 0x000,   0x00000, "graphics",  "8/20",   "hptv",        "VideoLive Frame Grabber"),
                module("cpu0",      CPU,       0x1000,      0, 0x502,   0x00004, "processor", "62",     "processor",   "Processor"));
        // spotless:on
    }

    @Override
    public List<FrameBufferDescription> frameBuffers() {
        return List.of(new FrameBufferDescription(
                "videolive0", VIDEOLIVE + VideoLive.FIRST_PIXEL, VideoLive.WIDTH, VideoLive.HEIGHT, VideoLive.PITCH));
    }

    @Override
    public InterruptInput line(String name) {
        return inputs.find(name);
    }

    @Override
    public SerialTerminal terminal(String name) {
        return switch (name) {
            case "uart0" -> serialA;
            case "uart1" -> serialB;
            default -> null;
        };
    }

    @Override
    public void reset() {
        clock.restart();
        inputs.reset();
        lasi.reset();
        dino.reset();
        cpu.reset();
        serialA.uart().reset();
        serialB.uart().reset();
        videoLive.reset();
        ioSpace.repair();
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

    private ModuleDescription module(
            String name,
            long address,
            long size,
            int type,
            int hversion,
            int sversion,
            String moduleClass,
            String hardwarePath,
            String driver,
            String description) {
        return new ModuleDescription(
                name,
                address,
                size,
                type,
                hversion,
                sversion,
                moduleClass,
                hardwarePath,
                driver,
                description,
                backplane.registers(name));
    }

    private BusMaster master(String module) {
        return (physical, width, value) -> ioSpace.master(module).store(physical, width, value);
    }

    private InterruptInputs inputs() {
        return inputs;
    }

    private long seconds() {
        return clock.secondsSince1970();
    }

    private void switchOff() {
        trace.note(TraceKind.MACHINE, LASI, "a program switched the machine off");
        powerOff.all().forEach(Runnable::run);
    }

    private static VideoLive videoLive(MachineConfiguration configuration, MachineClock clock) {
        if (configuration.picture() == null) {
            return VideoLive.withTestPicture(clock);
        }
        try {
            return VideoLive.withPicture(clock, configuration.picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
