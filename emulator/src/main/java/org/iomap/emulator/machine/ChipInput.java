package org.iomap.emulator.machine;

import java.util.List;
import java.util.function.LongConsumer;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** An input pin of a chip. A module drives it, or somebody by hand; the last one to do so wins. */
final class ChipInput implements MaskableInput, InterruptLine {
    /** Of a pin that nothing masks. */
    static final Mask NONE = on -> {};

    /** The pin's bit in the mask register of its controller. */
    @FunctionalInterface
    interface Mask {
        void unmask(boolean on);
    }

    private final String rose;
    private final long chip;
    private final InterruptLine input;
    private final Mask mask;
    private final Trace trace;
    private final MachineClock clock;
    private final Listeners<LongConsumer> listeners = new Listeners<>();
    private boolean level;
    private boolean isWired;
    private long count;

    /**
     * @param chip physical address of the controller
     * @param input what the controller does with a level
     */
    ChipInput(String name, long chip, InterruptLine input, Mask mask, Trace trace, MachineClock clock) {
        this.rose = name + " rose";
        this.chip = chip;
        this.input = input;
        this.mask = mask;
        this.trace = trace;
        this.clock = clock;
    }

    @Override
    public void set(boolean high) {
        if (high == level) {
            return;
        }
        level = high;
        if (high) {
            count++;
            trace.note(TraceKind.INTERRUPT, chip, rose);
            List<LongConsumer> told = listeners.all();
            for (int i = 0; i < told.size(); i++) {
                told.get(i).accept(clock.now());
            }
        }
        input.set(high);
    }

    /** The pin is low and nobody is told. */
    void reset() {
        level = false;
    }

    /** The machine is switched on: the pin has never risen. */
    void forget() {
        count = 0;
    }

    /** A module drives it from now on. */
    ChipInput wired() {
        isWired = true;
        return this;
    }

    boolean isWired() {
        return isWired;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public void unmask(boolean on) {
        mask.unmask(on);
    }

    @Override
    public void drive(boolean high) {
        set(high);
    }

    @Override
    public boolean level() {
        return level;
    }

    @Override
    public Runnable onRise(LongConsumer listener) {
        return listeners.add(listener);
    }
}
