package org.iomap.emulator.module.cpu;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import java.util.function.IntConsumer;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The processor as a module of the bus: what interrupt messages are sent to.
 *
 * <p>Source: hardware reference, section 3.1. No instruction runs here. Hardware: IO_EIR is write-only. Here: a load
 * shows EIRR, because the oracle does and because nothing else could.
 */
public final class Cpu {
    private static final int HIGHEST_BIT = 31;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 4);

    // spotless:off
    //                                          offset name      access reset writable
    private final Register eirr  = registers.add(0x0, "EIRR",   R, 0x00000000, 0x00000000);
    private final Register ioEir = registers.add(0x0, "IO_EIR", W, 0x00000000, 0x0000001F).afterStore(this::takeMessage);
    // spotless:on

    private final IntConsumer interrupted;

    /** @param interrupted hears of each message: the bit of EIRR that it sets, 0 is the least significant */
    public Cpu(IntConsumer interrupted) {
        this.interrupted = interrupted;
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
    }

    /** True while a bit of EIRR is set. */
    public boolean isPending(int bit) {
        return (eirr.value() >>> bit & 1) != 0;
    }

    /** Sets a bit of EIRR, as a message does. */
    public void request(int bit) {
        eirr.value(eirr.value() | 1L << bit);
        interrupted.accept(bit);
    }

    /** Clears a bit of EIRR, as {@code mtctl} to control register 23 does. */
    public void acknowledge(int bit) {
        eirr.clear(1L << bit);
    }

    /** Bit 0 of PA-RISC is the most significant. */
    private void takeMessage() {
        request(HIGHEST_BIT - (int) ioEir.value());
    }
}
