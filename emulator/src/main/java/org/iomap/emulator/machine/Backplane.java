package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.emulator.trace.Trace;

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
    private final List<Runnable> resets = new ArrayList<>();

    Backplane(IoSpace ioSpace, Trace trace, MachineClock clock, InterruptInputs inputs, Segments segments) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        this.clock = clock;
        this.alarms = new OwnAlarms(clock, trace);
        this.inputs = inputs;
        this.segments = segments;
        this.registers = new RegisterMaps(ioSpace, trace);
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

    /** Lets a region without registers answer; see {@link #add}. */
    public void addMemory(long physical, Region region, String module) {
        ioSpace.add(physical, region, module);
    }

    /** Says what ioscan(1M) shows of a module; its registers are those that were added under its name. */
    public void describe(ModuleDescription module) {
        modules.add(module);
    }

    /** Returns a module's own way onto the bus. */
    public Dma master(String module) {
        return ioSpace.master(module);
    }

    /** Returns an interrupt input of LASI, 0 to 31. */
    public InterruptLine lasi(int line) {
        return inputs.lasi(line);
    }

    /** Returns an interrupt input of Dino, 0 to 10. */
    public InterruptLine dino(int line) {
        return inputs.dino(line);
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

    /** Calls {@code reset} at every power cycle. */
    public void onReset(Runnable reset) {
        resets.add(reset);
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
        resets.forEach(Runnable::run);
    }

    /** {@code 8/4} is before {@code 8/16}. */
    private static int comparePaths(String one, String other) {
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
}
