package org.iomap.emulator.module.memory;

import static org.iomap.emulator.architecture.SupervisorRegisters.ALL;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.architecture.SupervisorRegisters;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * The memory controller: its architected registers. The memory itself is on the bus without it, at physical address 0,
 * and never fails.
 *
 * <p>Source: hardware reference, sections 1.4 and 2; bit 9 of IO_CONTROL from OpenBSD's iomod.h. Without effect:
 * IO_SPA, IO_CONTROL.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class MemoryController {
    public static final Iodc IODC = Iodc.of("06 70 1f 41 00 00 09 00 00 00 00 00 00 00 00 00");

    private final RegisterBank registers = new SupervisorRegisters(IODC, this::reset).registers();

    // spotless:off
    //                                              offset name       access reset writable
    private final Register ioSpa     = registers.add(0x24, "IO_SPA",     W,  0, ALL).bits("LOG2_SIZE:5 ENABLE PACKED IO -:3 BASE:21").unimplemented();
    private final Register ioControl = registers.add(0x38, "IO_CONTROL", RW, 0, ALL).bits("-:9 LOG_ERRORS").unimplemented();
    // spotless:on

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
    }
}
