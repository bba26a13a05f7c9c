package org.iomap.emulator.module.dino;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;

import org.iomap.emulator.bus.BusMaster;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The Dino bridge from GSC to PCI: its own registers and its interrupts.
 *
 * <p>Source: hardware reference, sections 9.1 and 9.5. Nothing is behind the bridge: configuration and I/O data read as
 * an empty PCI bus, and the memory windows stay closed.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Dino {
    /** Interrupt lines are numbered 0 to 10. */
    public static final int LINES = 11;

    private static final String LINE_NAMES = "INTA INTB INTC INTD INTE INTF GSC BUS_ERROR PS2 - SERIAL";
    private static final long ALL = 0xFFFF_FFFFL;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x834);

    // spotless:off
    //                                              offset name            access reset    writable
    private final Register iar0      = registers.add(0x004, "IAR0",            RW, 0xFFFB0003L, ALL);
    private final Register irr0      = registers.add(0x00C, "IRR0",            R,  0x00000000L, 0).bits(LINE_NAMES).live(this::requestsOfSet0);
    private final Register iar1      = registers.add(0x010, "IAR1",            RW, 0xFFFB0003L, ALL);
    private final Register irr1      = registers.add(0x014, "IRR1",            R,  0x00000000L, 0).bits(LINE_NAMES).live(this::requestsOfSet1);
    private final Register imr       = registers.add(0x018, "IMR",             RW, 0x00000000L, ALL).bits(LINE_NAMES);
    private final Register ipr       = registers.add(0x01C, "IPR",             RW, 0x00000000L, 0).bits(LINE_NAMES).afterLoad(this::clearEdges).afterStore(this::clearEdges);
    private final Register tocAddr   = registers.add(0x020, "TOC_ADDR",        RW, 0xFFFA0030L, 0x0001E000);
    private final Register icr       = registers.add(0x024, "ICR",             RW, 0x00000000L, ALL).bits(LINE_NAMES);
    private final Register ilr       = registers.add(0x028, "ILR",             R,  0x00000000L, 0).bits(LINE_NAMES);
    private final Register ioControl = registers.add(0x038, "IO_CONTROL",      RW, 0x00000000L, ALL);
    private final Register ioFbbEn   = registers.add(0x05C, "IO_FBB_EN",       RW, 0x00000000L, 0x00000003);
    private final Register ioAddrEn  = registers.add(0x060, "IO_ADDR_EN",      RW, 0x00000000L, ALL);
    private final Register pciAddr   = registers.add(0x064, "PCI_CONFIG_ADDR", RW, 0x00000000L, ALL);
    private final Register pciConfig = registers.add(0x068, "PCI_CONFIG_DATA", RW, 0xFFFFFFFFL, 0).unimplemented();
    private final Register pciIo     = registers.add(0x06C, "PCI_IO_DATA",     RW, 0xFFFFFFFFL, 0).unimplemented();
    private final Register gmask     = registers.add(0x800, "GMASK",           RW, 0x00000000L, 0x00000001);
    private final Register pamr      = registers.add(0x804, "PAMR",            RW, 0x00000000L, 0x0000007E);
    private final Register papr      = registers.add(0x808, "PAPR",            RW, 0x00000000L, 0x0000007F);
    private final Register damode    = registers.add(0x80C, "DAMODE",          RW, 0x00000000L, 0x000000FF);
    private final Register pcicmd    = registers.add(0x810, "PCICMD",          RW, 0x00000000L, 0x0000007F);
    private final Register pcists    = registers.add(0x814, "PCISTS",          RW, 0x00000000L, 0x000001FF);
    private final Register mltim     = registers.add(0x81C, "MLTIM",           RW, 0x00000000L, 0x000000F8);
    private final Register brdgFeat  = registers.add(0x820, "BRDG_FEAT",       RW, 0x00000000L, 0x3EF8EF17);
    private final Register pciror    = registers.add(0x824, "PCIROR",          RW, 0x00000000L, 0x00FFFFFF);
    private final Register pciwor    = registers.add(0x828, "PCIWOR",          RW, 0x00000000L, 0x003FFFFF);
    private final Register tltim     = registers.add(0x830, "TLTIM",           RW, 0x00000000L, 0x000001FF);
    // spotless:on

    private final BusMaster bus;

    /** @param bus takes the interrupt messages */
    public Dino(BusMaster bus) {
        this.bus = bus;
    }

    public RegisterBank registers() {
        return registers;
    }

    /** Returns an interrupt input. */
    public InterruptLine line(int number) {
        return high -> drive(1L << number, high);
    }

    public void reset() {
        registers.reset();
    }

    private void drive(long line, boolean high) {
        boolean rises = high && (ilr.value() & line) == 0;
        ilr.value(high ? ilr.value() | line : ilr.value() & ~line);
        if (!rises) {
            return;
        }
        ipr.value(ipr.value() | line);
        if ((imr.value() & line) != 0) {
            bus.sendInterrupt((icr.value() & line) != 0 ? iar1.value() : iar0.value());
        }
    }

    private long requestsOfSet0() {
        return ilr.value() & imr.value() & ~icr.value();
    }

    private long requestsOfSet1() {
        return ilr.value() & imr.value() & icr.value();
    }

    private void clearEdges() {
        ipr.value(0);
    }
}
