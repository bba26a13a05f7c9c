package org.iomap.emulator.module.dino;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.BusMaster;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The Dino bridge from GSC to PCI: interrupts, the three PCI address spaces, and the windows onto PCI memory.
 *
 * <p>Source: hardware reference, section 9. Arbitration, timers and prefetching have no effect that a program could see
 * here; parity and the "less than fatal" mode of bus errors do not exist.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Dino {
    /** Interrupt lines are numbered 0 to 10. */
    public static final int LINES = 11;

    /** Where {@link #gsc2xConfig} is. */
    public static final int GSC2X = 0x7B4;

    /** Where {@link #bridge} is. */
    public static final int BRIDGE = 0x800;

    private static final String LINE_NAMES = "INTA INTB INTC INTD INTE INTF GSC BUS_ERROR PS2 - SERIAL";
    private static final String STATUS_NAMES = "- POWER_LOST POWER_FAILING LOWER_PORT - - READY FATAL HARD SOFT CODE:6";
    private static final long ALL = 0xFFFF_FFFFL;
    private static final int CLEAR_ERRORS = 3;
    private static final int RESET = 5;
    private static final long HARD_ERROR = 0x100;
    private static final long NO_SLAVE_ACKNOWLEDGE = 7 << 10;
    private static final int WINDOWS_ARE_ON = 1;
    private static final long WINDOWS = 0x7FFF_FFFEL;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x074);
    private final RegisterBank gsc2xConfig = new RegisterBank(Width.WORD, 4);
    private final RegisterBank bridge = new RegisterBank(Width.WORD, 0x034);

    // spotless:off
    //                                                offset name               access reset    writable
    private final Register iar0        = registers.add(0x004, "IAR0",            RW, 0xFFFB0003L, ALL);
    private final Register irr0        = registers.add(0x00C, "IRR0",            R,  0x00000000L, 0).bits(LINE_NAMES).live(this::requestsOfSet0);
    private final Register iar1        = registers.add(0x010, "IAR1",            RW, 0xFFFB0003L, ALL);
    private final Register irr1        = registers.add(0x014, "IRR1",            R,  0x00000000L, 0).bits(LINE_NAMES).live(this::requestsOfSet1);
    private final Register imr         = registers.add(0x018, "IMR",             RW, 0x00000000L, ALL).bits(LINE_NAMES);
    private final Register ipr         = registers.add(0x01C, "IPR",             RW, 0x00000000L, 0).bits(LINE_NAMES).afterLoad(this::clearEdges).afterStore(this::clearEdges);
    private final Register tocAddr     = registers.add(0x020, "TOC_ADDR",        RW, 0xFFFA0030L, 0x0001E000).unimplemented();
    private final Register icr         = registers.add(0x024, "ICR",             RW, 0x00000000L, ALL).bits(LINE_NAMES);
    private final Register ilr         = registers.add(0x028, "ILR",             R,  0x00000000L, 0).bits(LINE_NAMES);
    private final Register ioCommand   = registers.add(0x030, "IO_COMMAND",      W,  0x00000000L, ALL).afterStore(this::command);
    private final Register ioStatus    = registers.add(0x034, "IO_STATUS",       R,  0x00000000L, 0).bits(STATUS_NAMES);
    private final Register ioControl   = registers.add(0x038, "IO_CONTROL",      RW, 0x00000000L, ALL).bits("-:7 WINDOWS:2").afterStore(this::openWindows);
    private final Register gscErrResp  = registers.add(0x040, "GSC_ERR_RESP",    R,  0x00000000L, 0);
    private final Register errInfo     = registers.add(0x044, "ERR_INFO",        R,  0x00000000L, 0).unimplemented();
    private final Register pciErrResp  = registers.add(0x048, "PCI_ERR_RESP",    R,  0x00000000L, 0);
    private final Register ioFbbEn     = registers.add(0x05C, "IO_FBB_EN",       RW, 0x00000000L, 0x00000003).unimplemented();
    private final Register ioAddrEn    = registers.add(0x060, "IO_ADDR_EN",      RW, 0x00000000L, ALL).afterStore(this::openWindows);
    private final Register pciAddress  = registers.add(0x064, "PCI_CONFIG_ADDR", RW, 0x00000000L, ALL).bits("-:2 REGISTER:6 FUNCTION:3 DEVICE:5 BUS:8");
    private final Register pciConfig   = registers.add(0x068, "PCI_CONFIG_DATA", RW, 0x00000000L, 0);
    private final Register pciIo       = registers.add(0x06C, "PCI_IO_DATA",     RW, 0x00000000L, 0);
    private final Register pciMemory   = registers.add(0x070, "PCI_MEM_DATA",    RW, 0x00000000L, 0);

    private final Register gsc2x       = gsc2xConfig.add(0x0, "GSC2X_CONFIG",    R,  0x00000000L, 0).unimplemented();

    private final Register gmask  = bridge.add(0x800 - BRIDGE, "GMASK",          RW, 0x00000000L, 0x00000001).unimplemented();
    private final Register pamr   = bridge.add(0x804 - BRIDGE, "PAMR",           RW, 0x00000000L, 0x0000007E).unimplemented();
    private final Register papr   = bridge.add(0x808 - BRIDGE, "PAPR",           RW, 0x00000000L, 0x0000007F).unimplemented();
    private final Register damode = bridge.add(0x80C - BRIDGE, "DAMODE",         RW, 0x00000000L, 0x000000FF).unimplemented();
    private final Register pcicmd = bridge.add(0x810 - BRIDGE, "PCICMD",         RW, 0x00000000L, 0x0000007F).unimplemented();
    // Hardware: write one to clear. Here: plain bits, as recorded, because the model never sets one.
    private final Register pcists = bridge.add(0x814 - BRIDGE, "PCISTS",         RW, 0x00000000L, 0x000001FF).unimplemented();
    private final Register mltim  = bridge.add(0x81C - BRIDGE, "MLTIM",          RW, 0x00000000L, 0x000000F8).unimplemented();
    private final Register feat   = bridge.add(0x820 - BRIDGE, "BRDG_FEAT",      RW, 0x00000000L, 0x3EF8EF17).unimplemented();
    private final Register pciror = bridge.add(0x824 - BRIDGE, "PCIROR",         RW, 0x00000000L, 0x00FFFFFF).unimplemented();
    private final Register pciwor = bridge.add(0x828 - BRIDGE, "PCIWOR",         RW, 0x00000000L, 0x003FFFFF).unimplemented();
    private final Register tltim  = bridge.add(0x830 - BRIDGE, "TLTIM",          RW, 0x00000000L, 0x000001FF).unimplemented();

    private final Field windowMode = ioControl.field("WINDOWS");
    // spotless:on

    private final BusMaster bus;
    private final PciSide pci;

    /** @param bus takes the interrupt messages */
    public Dino(BusMaster bus, PciSide pci) {
        this.bus = bus;
        this.pci = pci;
        pciConfig.port(new DataPort(pci.configuration(), () -> pciAddress.value() & 0xFF_FFFC));
        pciIo.port(new DataPort(pci.io(), () -> pciAddress.value() & 0xFFFC));
        pciMemory.port(new DataPort(pci.memory(), () -> pciAddress.value() & 0xFFFF_FFFCL));
    }

    /** Interrupts, windows, and the ports to the three address spaces; from +0 on. */
    public RegisterBank registers() {
        return registers;
    }

    public RegisterBank gsc2xConfig() {
        return gsc2xConfig;
    }

    /** The registers of the PCI side. */
    public RegisterBank bridge() {
        return bridge;
    }

    /** Returns an interrupt input. */
    public InterruptLine line(int number) {
        return high -> drive(1L << number, high);
    }

    /** Sets or clears the bit of an input in IMR, as a store to it would. */
    public void unmask(int number, boolean on) {
        long line = 1L << number;
        imr.value(on ? imr.value() | line : imr.value() & ~line);
    }

    /** As after power-on, with everything on the PCI bus; all lines are low. */
    public void reset() {
        ilr.value(0);
        resetByCommand();
    }

    /** Nobody has answered a cycle that Dino put on the GSC bus as its master. */
    public void noSlaveOnGsc(long physical) {
        gscErrResp.value(physical & ALL);
        ioStatus.value(NO_SLAVE_ACKNOWLEDGE | HARD_ERROR);
    }

    /** Nobody has answered a cycle on the PCI bus: a program looking for cards, perhaps, so it is no error yet. */
    public void noTargetOnPci(long address) {
        pciErrResp.value(address & ALL);
    }

    private void drive(long line, boolean high) {
        boolean rises = high && (ilr.value() & line) == 0;
        ilr.value(high ? ilr.value() | line : ilr.value() & ~line);
        if (!rises) {
            return;
        }
        ipr.value(ipr.value() | line);
        if ((imr.value() & line) != 0) {
            sendInterrupt((icr.value() & line) != 0 ? iar1.value() : iar0.value());
        }
    }

    private void sendInterrupt(long message) {
        long address = message & ~0x1FL;
        try {
            bus.store(address, Width.WORD, message & 0x1F);
        } catch (BusError nobody) {
            noSlaveOnGsc(address);
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

    private void openWindows() {
        pci.open(windowMode.value() == WINDOWS_ARE_ON ? ioAddrEn.value() & WINDOWS : 0);
    }

    /** The bridge has no DMA that the other commands could stop, flush or chain. */
    private void command() {
        switch ((int) ioCommand.value()) {
            case CLEAR_ERRORS -> clearErrors();
            case RESET -> resetByCommand();
            default -> {}
        }
    }

    /** What is not on the PCI bus goes on driving its line. */
    private void resetByCommand() {
        long levels = ilr.value();
        registers.reset();
        ilr.value(levels);
        gsc2xConfig.reset();
        bridge.reset();
        pci.reset();
        openWindows();
    }

    private void clearErrors() {
        ioStatus.value(0);
        gscErrResp.value(0);
        pciErrResp.value(0);
    }
}
