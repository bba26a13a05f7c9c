package org.iomap.emulator.module.scsi;

import org.iomap.emulator.bus.InterruptLine;

/**
 * The interrupts of the 53C710: conditions of the DMA core in DSTAT and of the SCSI core in SSTAT0.
 *
 * <p>A condition is latched whether or not it is enabled; reading its register forgets it. The enables, DIEN and SIEN,
 * decide over the output alone, but for the two conditions that do not stop the chip.
 */
final class Interrupts {
    // spotless:off
    static final int ILLEGAL_INSTRUCTION      = 0x01;
    static final int SCRIPT_INTERRUPT         = 0x04;
    static final int SINGLE_STEP              = 0x08;
    static final int ABORTED                  = 0x10;
    static final int BUS_FAULT                = 0x20;

    static final int RESET_DETECTED           = 0x02;
    static final int UNEXPECTED_DISCONNECT    = 0x04;
    static final int SELECTION_TIMEOUT        = 0x20;
    static final int FUNCTION_COMPLETE        = 0x40;
    static final int PHASE_MISMATCH           = 0x80;

    static final int SCSI_PENDING             = 0x02;
    static final int DMA_PENDING              = 0x01;
    // spotless:on

    private static final int FIFO_EMPTY = 0x80;
    private static final int SELECTED = 0x10;
    private static final int NOT_FATAL = FUNCTION_COMPLETE | SELECTED;

    private final RegisterMap registers;
    private final InterruptLine line;

    Interrupts(RegisterMap registers, InterruptLine line) {
        this.registers = registers;
        this.line = line;
    }

    void dma(int condition) {
        registers.dstat.value(registers.dstat.value() | condition);
        update();
    }

    void scsi(int condition) {
        registers.sstat0.value(registers.sstat0.value() | condition);
        update();
    }

    void forgetDma() {
        registers.dstat.value(FIFO_EMPTY);
        update();
    }

    void forgetScsi() {
        registers.sstat0.value(0);
        update();
    }

    /** SIP and DIP of ISTAT. */
    int pending() {
        boolean scsi = (registers.sstat0.value() & (~NOT_FATAL | registers.sien.value())) != 0;
        boolean dma = (registers.dstat.value() & ~FIFO_EMPTY) != 0;
        return (scsi ? SCSI_PENDING : 0) | (dma ? DMA_PENDING : 0);
    }

    void update() {
        long scsi = registers.sstat0.value() & registers.sien.value();
        long dma = registers.dstat.value() & registers.dien.value();
        line.set((scsi | dma) != 0);
    }
}
