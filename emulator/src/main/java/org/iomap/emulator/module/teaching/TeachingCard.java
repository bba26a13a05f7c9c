package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * A card of our own to learn drivers with: one example of each thing that registers do.
 *
 * <p>Source: TEACHING-CARD.md beside this module. The card is made for PCI and knows nothing of it: who plugs it in
 * gives its registers their byte order, and its interrupt its way.
 */
public final class TeachingCard {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final long IDENTITY = 0x494F_4D31; // IOM1

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x60);
    private final RegisterBank byteOnly = new RegisterBank(Width.BYTE, 4);
    private final RegisterBank halfwordOnly = new RegisterBank(Width.HALFWORD, 4);
    private final Events events;
    private final Fifo fifo;
    private final Computation computation;
    private final PostedStores posted;
    private final DmaEngine dma;
    private boolean semaphoreIsTaken;

    /** @param interrupt is high while an event is pending that INTERRUPT_ENABLE enables */
    public TeachingCard(Clock clock, Dma bus, InterruptLine interrupt) {
        // spotless:off
        //            offset name         access reset      writable
        registers.add(0x00, "ID",         R,     IDENTITY,  0);
        registers.add(0x04, "SCRATCH",    RW,    0,         ALL);
        Register reads =
        registers.add(0x08, "READS",      RW,    0,         ALL);
        registers.add(0x0C, "RESET",      W,     0,         ALL).afterStore(this::reset);
        registers.add(0x3C, "SEMAPHORE",  RW,    1,         0).bits("FREE").live(() -> semaphoreIsTaken ? 0 : 1).afterLoad(() -> semaphoreIsTaken = true).afterStore(() -> semaphoreIsTaken = false);
        byteOnly.add(0x00, "BYTE_ONLY",   RW,    0,         0xFF);
        halfwordOnly.add(0x00, "HALFWORD_ONLY", RW, 0,      0xFFFF);
        // spotless:on
        reads.afterLoad(() -> reads.value(reads.value() + 1 & ALL));
        events = new Events(registers, interrupt);
        fifo = new Fifo(registers, events);
        computation = new Computation(registers, clock, events);
        posted = new PostedStores(registers, clock, events);
        dma = new DmaEngine(registers, clock, bus, events);
    }

    /** At 0x00 of each aperture. */
    public RegisterBank registers() {
        return registers;
    }

    /** At 0x60 of each aperture: answers bytes alone. */
    public RegisterBank byteOnly() {
        return byteOnly;
    }

    /** At 0x64 of each aperture: answers halfwords alone. */
    public RegisterBank halfwordOnly() {
        return halfwordOnly;
    }

    /** What DMA copies from and to: 4 KiB. */
    public Memory buffer() {
        return dma.buffer();
    }

    /** The same region, whose loads push what was posted before them. */
    public Region pushing(Region region) {
        return new PushingReads(region, posted::push);
    }

    public void reset() {
        registers.reset();
        byteOnly.reset();
        halfwordOnly.reset();
        fifo.reset();
        computation.reset();
        posted.reset();
        dma.reset();
        semaphoreIsTaken = false;
        events.reset();
    }
}
