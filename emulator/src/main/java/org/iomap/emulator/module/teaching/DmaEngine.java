package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.RW;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/** Copies between host memory and the card's buffer. It reaches 28 bits of address: a driver must set its mask. */
final class DmaEngine {
    /** The addresses that the engine can put on the bus. */
    static final long MASK = 0x0FFF_FFFF;

    /** Bytes of the buffer. */
    static final int BUFFER = 0x1000;

    private static final long NANOS = 10_000;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Clock clock;
    private final Dma bus;
    private final Events events;
    private final Memory buffer = new Memory(BUFFER);
    private final Register address;
    private final Register offset;
    private final Register length;
    private final Register control;
    private final Flag start;
    private final Flag toHost;
    private Clock.Alarm alarm;

    DmaEngine(RegisterBank bank, Clock clock, Dma bus, Events events) {
        this.clock = clock;
        this.bus = bus;
        this.events = events;
        // spotless:off
        //                 offset name           access reset writable
        address = bank.add(0x50, "DMA_ADDRESS",  RW,    0,    ALL);
        offset  = bank.add(0x54, "DMA_OFFSET",   RW,    0,    0x0FFF);
        length  = bank.add(0x58, "DMA_LENGTH",   RW,    0,    0x1FFF);
        control = bank.add(0x5C, "DMA_CONTROL",  RW,    0,    0x0003).bits("START TO_HOST").afterChange(this::command);
        // spotless:on
        start = control.flag("START");
        toHost = control.flag("TO_HOST");
    }

    Memory buffer() {
        return buffer;
    }

    void reset() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        buffer.clear();
    }

    /** While it runs, nothing that is written to DMA_CONTROL counts. */
    private void command(long changed) {
        if (alarm != null) {
            control.value(control.value() ^ changed);
            events.set(Events.REFUSED);
        } else if (start.isSet()) {
            alarm = clock.at(clock.now() + NANOS, this::finish);
        }
    }

    private void finish() {
        alarm = null;
        start.set(false);
        events.set(copies() ? Events.DMA_DONE : Events.DMA_FAILED);
    }

    private boolean copies() {
        long end = address.value() + length.value();
        if (end > MASK + 1 || offset.value() + length.value() > BUFFER) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length.value());
        try {
            if (toHost.isSet()) {
                buffer.loadBlock(offset.value(), Width.BYTE, bytes);
                bus.write(address.value(), bytes.flip());
            } else {
                bus.read(address.value(), bytes);
                buffer.storeBlock(offset.value(), Width.BYTE, bytes.flip());
            }
            return true;
        } catch (BusError nobodyAnswers) {
            return false;
        }
    }
}
