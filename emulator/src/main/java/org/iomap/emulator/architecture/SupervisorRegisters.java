package org.iomap.emulator.architecture;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The registers that the I/O architecture gives to every native module, at the start of its HPA: identification, flex
 * address, commands, status and errors. A module adds its own to them.
 *
 * <p>Source: hardware reference, section 2. The error code 14 of a command that a module does not have comes as a soft
 * error, because nothing is lost [?]. Without effect: the flex address, because the central bus is wired; the self
 * test.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class SupervisorRegisters {
    /** All 32 bits. */
    public static final long ALL = 0xFFFF_FFFFL;

    private static final int CLEAR_ERRORS = 3;
    private static final int RESET = 5;
    private static final int NO_SLAVE_ACKNOWLEDGE = 7;
    private static final int UNIMPLEMENTED_COMMAND = 14;
    private static final long SEVERITY = 0x380;
    private static final String STATUS_BITS =
            "- POWER_LOST POWER_FAILING LOWER_PORT DIAGNOSTIC - READY FATAL_ERROR HARD_ERROR SOFT_ERROR ERROR:6 SPA_LOST";

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x80);

    // spotless:off
    //                                              offset name          access reset writable
    private final Register ioFlex    = registers.add(0x20, "IO_FLEX",     W, 0x00, 0xFFFC_0001L).bits("BUS_MASTER -:17 FLEX:14").unimplemented();
    private final Register ioCommand = registers.add(0x30, "IO_COMMAND",  W, 0x00, ALL).bits("COMMAND:32").afterStore(this::obey);
    private final Register ioStatus  = registers.add(0x34, "IO_STATUS",   R, 0x40, 0).bits(STATUS_BITS);
    private final Register ioTest    = registers.add(0x3C, "IO_TEST",     R, 0x00, 0).unimplemented();
    private final Register ioErrResp = registers.add(0x40, "IO_ERR_RESP", R, 0x00, 0);
    private final Register ioErrInfo = registers.add(0x44, "IO_ERR_INFO", R, 0x00, 0).unimplemented();
    private final Register ioErrReq  = registers.add(0x48, "IO_ERR_REQ",  R, 0x00, 0).unimplemented();

    private final Flag hardError = ioStatus.flag("HARD_ERROR");
    private final Flag softError = ioStatus.flag("SOFT_ERROR");
    private final Field error    = ioStatus.field("ERROR");
    // spotless:on

    private final Runnable reset;

    /** @param reset what the command 5 does to the module */
    public SupervisorRegisters(Iodc iodc, Runnable reset) {
        this.reset = reset;
        iodc.addTo(registers, Iodc.OFFSET);
    }

    public RegisterBank registers() {
        return registers;
    }

    /** No module answered this one at {@code physical}. The first such address stays until errors are cleared. */
    public void noAnswer(long physical) {
        if (error.value() == 0) {
            fail(NO_SLAVE_ACKNOWLEDGE, hardError);
            ioErrResp.value(physical);
        }
    }

    private void obey() {
        switch ((int) ioCommand.value()) {
            case CLEAR_ERRORS -> clearErrors();
            case RESET -> reset.run();
            default -> fail(UNIMPLEMENTED_COMMAND, softError);
        }
    }

    private void clearErrors() {
        ioStatus.clear(SEVERITY);
        error.value(0);
        ioErrResp.value(0);
    }

    private void fail(int code, Flag severity) {
        error.value(code);
        severity.set(true);
    }
}
