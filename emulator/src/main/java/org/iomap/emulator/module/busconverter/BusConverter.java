package org.iomap.emulator.module.busconverter;

import static org.iomap.emulator.architecture.SupervisorRegisters.ALL;
import static org.iomap.emulator.register.Access.RW;

import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.architecture.SupervisorRegisters;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * The phantom pseudo bus converter: software finds a bus converter port between the processor and the GSC+ bus, where
 * there is only one bus.
 *
 * <p>Source: hardware reference, sections 1.2, 1.4 and 2. There is nothing to convert: the address ranges are kept for
 * software that reads them, and the forwarding mode has no effect.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class BusConverter {
    public static final Iodc IODC = Iodc.of("50 40 00 07 00 00 00 00 00 00 00 00 00 00 00 00");

    private final RegisterBank registers = new SupervisorRegisters(IODC, this::reset).registers();

    // spotless:off
    //                                              offset name        access reset writable
    private final Register ioControl = registers.add(0x38, "IO_CONTROL",  RW, 0, ALL).unimplemented();
    private final Register ioMemLow  = registers.add(0x70, "IO_MEM_LOW",  RW, 0, ALL);
    private final Register ioMemHigh = registers.add(0x74, "IO_MEM_HIGH", RW, 0, ALL);
    private final Register ioIoLow   = registers.add(0x78, "IO_IO_LOW",   RW, 0, ALL);
    private final Register ioIoHigh  = registers.add(0x7C, "IO_IO_HIGH",  RW, 0, ALL);
    // spotless:on

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
    }
}
