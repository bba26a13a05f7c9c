package org.iomap.emulator.module.parallel;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The parallel port of LASI, as in a PC.
 *
 * <p>Source: hardware reference, section 6; the interrupt is that of the chip, at the end of nACK, not the oracle's.
 * MODE is what Linux's parport_gsc stores: the model keeps it, and is bidirectional in every mode. Left out: EPP and
 * ECP cycles.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class ParallelPort {
    private static final int FLOATING = 0xFF;
    private static final int DRIVEN_BY_PERIPHERAL = 0xF8;
    private static final long EPP_TIMEOUT = 0x01;

    private final RegisterBank registers = new RegisterBank(Width.BYTE, 8);

    // spotless:off
    //                                            offset name         access reset writable
    private final Register data     = registers.add(0x0, "DATA",      RW, 0xFF, 0xFF).live(this::lines).afterStore(this::drive);
    private final Register status   = registers.add(0x1, "STATUS",    R,  0xD9, 0x00).bits("EPPTIMEOUT - - NERROR ONLINE PAPEROUT NACK NBUSY").live(this::inputs).afterLoad(this::acknowledge);
    private final Register control  = registers.add(0x2, "CONTROL",   RW, 0xCC, 0x3F).bits("STROBE AUTOFEED INIT SELECT INTENABLE INPUT - -").afterChange(this::operate);
    private final Register reserved = registers.add(0x3, "RESERVED3", R,  0xFF, 0x00);
    private final Register floating = registers.add(0x4, "RESERVED4", R,  0xFF, 0x00);
    private final Register mode     = registers.add(0x4, "MODE",      W,  0x00, 0xFF).bits("-:4 BIDIRECTIONAL TRANSFER1").unimplemented();
    private final Register unused5  = registers.add(0x5, "RESERVED5", R,  0xFF, 0x00);
    private final Register unused6  = registers.add(0x6, "RESERVED6", R,  0xFF, 0x00);
    private final Register unused7  = registers.add(0x7, "RESERVED7", R,  0xFF, 0x00);

    private final Flag initialize       = control.flag("INIT");
    private final Flag interruptEnabled = control.flag("INTENABLE");
    private final Flag input            = control.flag("INPUT");
    // spotless:on

    private final Peripheral peripheral;
    private final InterruptLine line;
    private boolean interruptPending;

    public ParallelPort(Peripheral peripheral, InterruptLine line) {
        this.peripheral = peripheral;
        this.line = line;
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
        peripheral.reset();
        interrupt(false);
    }

    /** Nobody else drives the data lines: resistors pull them high. */
    private long lines() {
        return input.isSet() ? FLOATING : data.value();
    }

    private void drive() {
        outputs(control.value());
    }

    private void operate(long changed) {
        if (!initialize.isSet()) {
            status.clear(EPP_TIMEOUT);
        }
        outputs(control.value() ^ changed);
    }

    private void outputs(long controlBefore) {
        boolean acknowledged = peripheral.outputs((int) controlBefore, (int) control.value(), (int) lines());
        interrupt(interruptEnabled.isSet() && (interruptPending || acknowledged));
    }

    private long inputs() {
        return (peripheral.status() & DRIVEN_BY_PERIPHERAL) | (status.value() & EPP_TIMEOUT);
    }

    private void acknowledge() {
        interrupt(false);
        peripheral.statusLoaded((int) control.value());
    }

    private void interrupt(boolean pending) {
        interruptPending = pending;
        line.set(pending);
    }
}
