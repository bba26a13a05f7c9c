package org.iomap.emulator.module.cpu;

import static org.iomap.emulator.architecture.SupervisorRegisters.ALL;
import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import java.util.function.IntConsumer;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.architecture.SupervisorRegisters;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The processor as a module of the bus: what interrupt messages are sent to, and the master of every access that a
 * process makes.
 *
 * <p>Source: hardware reference, sections 2 and 3.1. No instruction runs here: a reset clears its registers and no
 * more. Hardware: IO_EIR is write-only. Here: where the oracle has the processor, a load shows EIRR, because the oracle
 * does and because nothing else could.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Cpu {
    /** Merlin L2 160. */
    public static final Iodc IODC = Iodc.of("50 20 00 40 00 00 04 80 00 00 00 00 00 00 00 00");

    private static final int HIGHEST_BIT = 31;

    private final SupervisorRegisters supervisor = new SupervisorRegisters(IODC, this::reset);
    private final RegisterBank hpa = supervisor.registers();
    private final RegisterBank oracle = new RegisterBank(Width.WORD, 4);

    // spotless:off
    //                                              offset name         access reset writable
    private final Register ioEir       =      hpa.add(0x00, "IO_EIR",     W, 0x00000000, 0x0000001F).bits("BIT:5").afterStore(this::takeMessage);
    private final Register ioControl   =      hpa.add(0x38, "IO_CONTROL", RW, 0x00000000, ALL).unimplemented();
    private final Register eirr        =   oracle.add(0x00, "EIRR",       R, 0x00000000, 0x00000000);
    private final Register oracleIoEir =   oracle.add(0x00, "IO_EIR",     W, 0x00000000, 0x0000001F).bits("BIT:5").afterStore(this::takeMessageOfOracle);
    // spotless:on

    private final IntConsumer interrupted;

    /** @param interrupted hears of each message: the bit of EIRR that it sets, 0 is the least significant */
    public Cpu(IntConsumer interrupted) {
        this.interrupted = interrupted;
    }

    /** Where the hardware has the processor, 0x80 bytes. */
    public RegisterBank hpa() {
        return hpa;
    }

    /** Where the oracle has it: IO_EIR alone. */
    public RegisterBank oracle() {
        return oracle;
    }

    public void reset() {
        hpa.reset();
        oracle.reset();
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

    /** An access that a process made at {@code physical} found nobody. */
    public void noAnswer(long physical) {
        supervisor.noAnswer(physical);
    }

    private void takeMessage() {
        takeMessage(ioEir.value());
    }

    private void takeMessageOfOracle() {
        takeMessage(oracleIoEir.value());
    }

    /** Bit 0 of PA-RISC is the most significant. */
    private void takeMessage(long message) {
        request(HIGHEST_BIT - (int) message);
    }
}
