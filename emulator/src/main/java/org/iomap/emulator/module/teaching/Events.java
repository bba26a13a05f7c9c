package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * What happened on the card: told twice, cleared in the two ways that chips have, and an interrupt while it is enabled.
 */
final class Events {
    static final int COMPUTED = 0x01;
    static final int DMA_DONE = 0x02;
    static final int DMA_FAILED = 0x04;
    static final int FIFO_LEVEL = 0x08;
    static final int FIFO_OVERRUN = 0x10;
    static final int REFUSED = 0x20;
    static final int ARRIVED = 0x40;
    private static final int ALL = 0xFF;
    private static final String NAMES = "COMPUTED DMA_DONE DMA_FAILED FIFO_LEVEL FIFO_OVERRUN REFUSED ARRIVED RAISED";

    private final Register status;
    private final Register events;
    private final Register enable;
    private final InterruptLine interrupt;
    private long pending;

    Events(RegisterBank bank, InterruptLine interrupt) {
        this.interrupt = interrupt;
        // spotless:off
        //                offset name                access reset writable
        status = bank.add(0x10, "STATUS",            RW,    0,    ALL).bits(NAMES).live(() -> pending).afterStore(this::clear);
        events = bank.add(0x14, "EVENTS",            R,     0,    0).bits(NAMES);
        enable = bank.add(0x18, "INTERRUPT_ENABLE",  RW,    0,    ALL).bits(NAMES).afterStore(this::show);
        Register raise =
                 bank.add(0x1C, "RAISE",             W,     0,    ALL).bits(NAMES);
        // spotless:on
        events.afterLoad(() -> events.value(0));
        raise.afterStore(() -> set(raise.value()));
    }

    void set(long happened) {
        pending |= happened;
        events.value(events.value() | happened);
        show();
    }

    void reset() {
        pending = 0;
        show();
    }

    private void clear() {
        pending &= ~status.value();
        show();
    }

    private void show() {
        interrupt.set((pending & enable.value()) != 0);
    }
}
