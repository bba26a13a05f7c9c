package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.Width;

/**
 * The SCRIPTS instruction that moves bytes between host memory and the SCSI bus.
 *
 * <p>Bit 29 indirect, 28 table indirect, 27 wait for a valid phase, 26 to 24 the phase, 23 to 0 the count. As a target,
 * which nothing here selects, it waits. DMODE.FAM, the fixed address, is not modelled.
 */
final class BlockMove {
    private static final int INDIRECT = 1 << 29;
    private static final int TABLE_INDIRECT = 1 << 28;
    private static final int WAIT = 1 << 27;
    private static final int COUNT = 0xFF_FFFF;

    private final RegisterMap registers;
    private final ScsiBus bus;
    private final Interrupts interrupts;
    private final Dma dma;
    private final Piece piece;
    private boolean isFirst;

    BlockMove(RegisterMap registers, ScsiBus bus, Interrupts interrupts, Dma dma, Piece piece) {
        this.registers = registers;
        this.bus = bus;
        this.interrupts = interrupts;
        this.dma = dma;
        this.piece = piece;
    }

    /** Finds out how many bytes there are, and where. */
    void fetchOperands(int instruction) {
        long address = registers.dsps.value();
        if ((instruction & TABLE_INDIRECT) != 0) {
            long entry = Operands.sum(registers, registers.dsa.value(), address);
            registers.count(dma.load(entry, Width.WORD));
            address = dma.load(Operands.address(entry + Width.WORD.bytes()), Width.WORD);
        } else if ((instruction & INDIRECT) != 0) {
            address = dma.load(address, Width.WORD);
        }
        registers.dnad.value(address);
        isFirst = true;
    }

    Step execute(int instruction) {
        if (registers.byteCount.value() == 0) {
            interrupts.dma(Interrupts.ILLEGAL_INSTRUCTION);
            return Step.STOP;
        }
        if (bus.takeRelease()) {
            interrupts.scsi(Interrupts.UNEXPECTED_DISCONNECT);
            return Step.STOP;
        }
        boolean waits = (instruction & WAIT) != 0;
        if (registers.target.isSet() || (waits && !bus.isRequesting())) {
            return Step.WAIT;
        }
        if (bus.phase().lines() != (instruction >> 24 & 7)) {
            interrupts.scsi(Interrupts.PHASE_MISMATCH);
            return Step.STOP;
        }
        if (!bus.isRequesting()) {
            return Step.WAIT;
        }
        boolean isIn = bus.phase().isIn();
        registers.receiving.set(isIn);
        if (isIn) {
            receive();
        } else {
            send();
        }
        return (registers.dbc.value() & COUNT) == 0 ? Step.DONE : Step.CONTINUE;
    }

    private void receive() {
        ByteBuffer bytes = nextPiece();
        bus.receive(bytes, bytes.limit() == registers.byteCount.value());
        bytes.flip();
        if (!bytes.hasRemaining()) {
            return;
        }
        if (isFirst) {
            registers.sfbr.value(Byte.toUnsignedLong(bytes.get(0)));
            isFirst = false;
        }
        registers.sidl.value(Byte.toUnsignedLong(bytes.get(bytes.limit() - 1)));
        count(bytes.limit());
        try {
            dma.write(registers.dnad.value(), bytes);
        } finally {
            advance(bytes.position());
        }
    }

    private void send() {
        ByteBuffer bytes = nextPiece();
        dma.read(registers.dnad.value(), bytes);
        bytes.flip();
        bus.send(bytes, bytes.limit() == registers.byteCount.value());
        int sent = bytes.position();
        if (sent > 0) {
            registers.sodl.value(Byte.toUnsignedLong(bytes.get(sent - 1)));
        }
        count(sent);
        advance(sent);
    }

    private ByteBuffer nextPiece() {
        return piece.clear(registers.byteCount.value(), registers.dnad.value());
    }

    private void count(int moved) {
        registers.count(registers.byteCount.value() - moved);
    }

    private void advance(int moved) {
        registers.dnad.value(Operands.address(registers.dnad.value() + moved));
    }
}
