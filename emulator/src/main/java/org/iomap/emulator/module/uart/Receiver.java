package org.iomap.emulator.module.uart;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.ByteFifo;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;

/** The receiving half of the chip: RBR or the FIFO behind it, its bits of LSR, and the character timeout. */
final class Receiver {
    private static final int FIFO_DEPTH = 16;

    private final Register rbr;
    private final Flag fifoEnabled;
    private final Flag dataReady;
    private final Flag overrun;
    private final Flag breakReceived;
    private final ByteFifo fifo = new ByteFifo(FIFO_DEPTH);
    private final CharacterTimeout timeout;
    private final Runnable changed;
    private boolean timedOut;

    /** @param changed is called when the timeout comes */
    Receiver(Register rbr, Register lsr, Flag fifoEnabled, Clock clock, Runnable changed) {
        this.rbr = rbr;
        this.fifoEnabled = fifoEnabled;
        this.dataReady = lsr.flag("DR");
        this.overrun = lsr.flag("OE");
        this.breakReceived = lsr.flag("BI");
        this.timeout = new CharacterTimeout(clock, this::timeOut);
        this.changed = changed;
    }

    /** @param patience how long the byte may lie in the FIFO before the timeout comes, nanoseconds */
    void receive(int value, long patience) {
        boolean isLost;
        if (fifoEnabled.isSet()) {
            isLost = !fifo.offer(value);
            timeout.start(patience);
        } else {
            isLost = dataReady.isSet();
            rbr.value(value);
        }
        if (isLost) {
            overrun.set(true);
        }
        dataReady.set(true);
    }

    void receiveBreak(long patience) {
        breakReceived.set(true);
        receive(0, patience);
    }

    /** What a load of RBR returns. */
    long oldest() {
        return fifoEnabled.isSet() ? fifo.peek() : rbr.value();
    }

    /** The oldest byte has been loaded. */
    void drop(long patience) {
        if (fifoEnabled.isSet()) {
            fifo.take();
            timedOut = false;
        }
        if (fifo.count() > 0) {
            timeout.start(patience);
        } else {
            dataReady.set(false);
            breakReceived.set(false);
            timeout.stop();
        }
    }

    /** Resets the FIFO. An overrun stays. */
    void clear() {
        fifo.clear();
        dataReady.set(false);
        breakReceived.set(false);
        timeout.stop();
        timedOut = false;
    }

    void reset() {
        fifo.clear();
        timeout.reset();
        timedOut = false;
    }

    boolean hasRoom() {
        return fifoEnabled.isSet() ? !fifo.isFull() : !dataReady.isSet();
    }

    /** True when there are as many bytes as the trigger level asks for; without FIFO, when there is one. */
    boolean holds(int triggerLevel) {
        return dataReady.isSet() && (!fifoEnabled.isSet() || fifo.count() >= triggerLevel);
    }

    boolean hasTimedOut() {
        return timedOut;
    }

    private void timeOut() {
        timedOut = fifo.count() > 0;
        changed.run();
    }
}
