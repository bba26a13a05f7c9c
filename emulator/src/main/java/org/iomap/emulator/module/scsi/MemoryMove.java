package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.Width;

/**
 * The SCRIPTS instruction that copies memory: three words, bits 23 to 0 of the first the count, then source and
 * destination, which must be alike in their two lowest bits.
 */
final class MemoryMove {
    private static final int RESERVED = 0x3F00_0000;
    private static final int WORD_OFFSET = 3;

    private final RegisterMap registers;
    private final Interrupts interrupts;
    private final Dma dma;
    private final Piece piece;

    MemoryMove(RegisterMap registers, Interrupts interrupts, Dma dma, Piece piece) {
        this.registers = registers;
        this.interrupts = interrupts;
        this.dma = dma;
        this.piece = piece;
    }

    /** Fetches the third word. */
    void fetchOperands() {
        long next = registers.dsp.value();
        registers.temp.value(dma.load(next, Width.WORD));
        registers.dsp.value(Operands.address(next + Width.WORD.bytes()));
    }

    /** DSPS and TEMP go with the source and the destination. */
    Step execute(int instruction) {
        long source = registers.dsps.value();
        long destination = registers.temp.value();
        int count = registers.byteCount.value();
        if ((instruction & RESERVED) != 0 || count == 0 || ((source ^ destination) & WORD_OFFSET) != 0) {
            interrupts.dma(Interrupts.ILLEGAL_INSTRUCTION);
            return Step.STOP;
        }
        ByteBuffer bytes = piece.clear(count, Math.max(source, destination));
        dma.read(source, bytes);
        dma.write(destination, bytes.flip());
        int moved = bytes.limit();
        registers.dsps.value(Operands.address(source + moved));
        registers.temp.value(Operands.address(destination + moved));
        registers.dnad.value(Operands.address(destination + moved));
        registers.count(count - moved);
        return moved == count ? Step.DONE : Step.CONTINUE;
    }
}
