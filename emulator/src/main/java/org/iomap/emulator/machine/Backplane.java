package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Width;

/** What a module finds where it is plugged in: the bus, interrupt inputs, time, and the names it is to be known by. */
public final class Backplane {
    private final IoSpace ioSpace;
    private final Trace trace;
    private final MachineClock clock;
    private final OwnAlarms alarms;
    private final InterruptInputs inputs;
    private final Segments segments;
    private final RegisterMaps registers;
    private final List<ModuleDescription> modules = new ArrayList<>();
    private final List<FrameBufferDescription> frameBuffers = new ArrayList<>();
    private final Map<String, SerialTerminal> terminals = new LinkedHashMap<>();
    private final Map<String, Pointer> pointers = new LinkedHashMap<>();
    private final List<Reset> resets = new ArrayList<>();
    private final List<RegisterBank> broadcastTakers = new ArrayList<>();
    private final Chassis chassis;
    private String plugged = "";

    Backplane(
            IoSpace ioSpace,
            Trace trace,
            MachineClock clock,
            InterruptInputs inputs,
            Segments segments,
            Chassis chassis) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        this.clock = clock;
        this.alarms = new OwnAlarms(clock, trace);
        this.inputs = inputs;
        this.segments = segments;
        this.chassis = chassis;
        this.registers = new RegisterMaps(ioSpace, trace);
    }

    /** Plugs a module in: what it asks for from here on is asked for by this kind. */
    void plugIn(ModuleKind kind, Settings settings) {
        plugged = kind.name();
        kind.plugIn(this, settings);
        plugged = "";
    }

    /**
     * Lets registers answer from {@code physical} on.
     *
     * @param module by this name they are found
     * @throws IllegalArgumentException if another module is in the way
     */
    public void add(long physical, RegisterBank bank, String module) {
        registers.add(physical, bank, module);
    }

    /** Names registers that answer at no fixed address; see {@link RegisterMaps#addMoving}. */
    void addMoving(RegisterBank bank, String module, LongSupplier start) {
        registers.addMoving(bank, module, start);
    }

    /** Names them where they answer with their bytes swapped; see {@link RegisterMaps#addSwapped}. */
    void addSwapped(RegisterBank bank, String module, LongSupplier start) {
        registers.addSwapped(bank, module, start);
    }

    /** Lets a region without registers answer; see {@link #add}. */
    public void addMemory(long physical, Region region, String module) {
        ioSpace.add(physical, region, module);
    }

    /** Adds the architected registers of a module, which take broadcasts too; see {@link #add}. */
    public void addArchitected(long physical, RegisterBank bank, String module) {
        add(physical, bank, module);
        broadcastTakers.add(bank);
    }

    /**
     * Says what ioscan(1M) shows of a module; its registers are those that were added under its name. Its IODC is not
     * on the bus, because another register is there, or the module has it among its own.
     */
    public void describe(ModuleDescription module) {
        modules.add(module);
    }

    /** Describes a module whose IODC is read at its HPA, if this machine has IODC on its bus. */
    public void describeWithIodc(ModuleDescription module) {
        describe(module);
        if (chassis.isWhole()) {
            RegisterBank bank = new RegisterBank(Width.WORD, Width.WORD.bytes());
            module.iodc().addTo(bank, 0);
            add(module.address() + Iodc.OFFSET, bank, module.name());
        }
    }

    /** Returns a module's own way onto the bus. */
    public Dma master(String module) {
        return ioSpace.master(module);
    }

    /** Returns an interrupt input of LASI, 0 to 31. */
    public InterruptLine lasi(int line) {
        return inputs.lasi(line).wired();
    }

    /** Returns an interrupt input of Dino, 0 to 10. */
    public InterruptLine dino(int line) {
        return inputs.dino(line).wired();
    }

    /** Time and alarms. A module that has nothing to do has no alarm. */
    public Clock clock() {
        return alarms;
    }

    /** Nanoseconds since 1970, as far as a virtual clock knows. */
    public long nanosSince1970() {
        return clock.nanosSince1970();
    }

    /** The segments that machines share. */
    public Segments segments() {
        return segments;
    }

    /** Runs {@code task} at every tick of the machine's clock; see {@link MachineClock#onTick}. */
    public void onTick(Runnable task) {
        clock.onTick(alarms.own(task));
    }

    /** Makes the machine tick soon; any thread may. */
    public void call() {
        clock.call();
    }

    public Trace trace() {
        return trace;
    }

    /**
     * Calls {@code reset} at every power cycle, and when a program resets the module. It leaves the module without an
     * alarm and its interrupt lines low.
     */
    public void onReset(Runnable reset) {
        resets.add(new Reset(plugged, reset));
    }

    /** Lets people drive an input by its name, as they drive those of the interrupt controllers. */
    public void input(String name, long physical, InterruptLine input) {
        inputs.add(name, physical, input);
    }

    /** The architected registers that take broadcasts; it grows while modules are plugged in. */
    List<RegisterBank> broadcastTakers() {
        return Collections.unmodifiableList(broadcastTakers);
    }

    Chassis chassis() {
        return chassis;
    }

    public void terminal(String name, SerialTerminal terminal) {
        terminals.put(name, terminal);
    }

    public void pointer(String name, Pointer pointer) {
        pointers.put(name, pointer);
    }

    public void frameBuffer(FrameBufferDescription frameBuffer) {
        frameBuffers.add(frameBuffer);
    }

    IoSpace ioSpace() {
        return ioSpace;
    }

    /**
     * In the order of their hardware paths.
     *
     * @param cards those in PCI slots
     */
    List<ModuleDescription> modules(List<ModuleDescription> cards) {
        return Stream.concat(modules.stream(), cards.stream())
                .sorted(Comparator.comparing(ModuleDescription::hardwarePath, Backplane::comparePaths))
                .map(module -> module.with(registers.registers(module.name())))
                .toList();
    }

    List<RegisterAt> registersAt(long physical) {
        return registers.at(physical);
    }

    List<FrameBufferDescription> frameBuffers() {
        return List.copyOf(frameBuffers);
    }

    /** Returns null when there is none. */
    SerialTerminal terminal(String name) {
        return terminals.get(name);
    }

    /** Returns null when there is none. */
    Pointer pointer(String name) {
        return pointers.get(name);
    }

    void reset() {
        resets.forEach(reset -> reset.run.run());
    }

    /** Resets what modules of one kind there are. */
    void reset(String kind) {
        resets.stream().filter(reset -> reset.kind.equals(kind)).forEach(reset -> reset.run.run());
    }

    /** {@code 8/4} is before {@code 8/16}, and what has no path is last. */
    private static int comparePaths(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        String[] ones = one.split("/", -1);
        String[] others = other.split("/", -1);
        for (int i = 0; i < Math.min(ones.length, others.length); i++) {
            int order = Integer.compare(Integer.parseInt(ones[i]), Integer.parseInt(others[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ones.length, others.length);
    }

    /** @param kind of the module, or "" for those that are always there */
    private record Reset(String kind, Runnable run) {}
}
