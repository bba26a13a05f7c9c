package org.iomap.emulator.module.scsi;

import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.Width;

/**
 * The SCRIPTS instructions that connect to the bus and leave it, and those that set and clear signals.
 *
 * <p>Bits 29 to 27 the operation, 26 relative, 25 table indirect, 24 with ATN, 23 to 16 the ID; SET and CLEAR: 10
 * carry, 9 target mode, 6 ACK, 3 ATN. As a target the operations are RESELECT, DISCONNECT and WAIT SELECT; no initiator
 * is there to reselect, or to be selected by.
 */
final class BusInstruction {
    private static final int SELECT = 0;
    private static final int WAIT_DISCONNECT = 1;
    private static final int WAIT_RESELECT = 2;
    private static final int SET = 3;

    private static final int RELATIVE = 1 << 26;
    private static final int TABLE_INDIRECT = 1 << 25;
    private static final int WITH_ATTENTION = 1 << 24;
    private static final int CARRY = 1 << 10;
    private static final int TARGET = 1 << 9;
    private static final int ACK = 1 << 6;
    private static final int ATN = 1 << 3;

    private final RegisterMap registers;
    private final ScsiBus bus;
    private final Dma dma;
    private final RegisterInstruction arithmetic;

    BusInstruction(RegisterMap registers, ScsiBus bus, Dma dma, RegisterInstruction arithmetic) {
        this.registers = registers;
        this.bus = bus;
        this.dma = dma;
        this.arithmetic = arithmetic;
    }

    Step execute(int instruction) {
        return switch (instruction >> 27 & 7) {
            case SELECT -> select(instruction);
            case WAIT_DISCONNECT -> disconnect();
            case WAIT_RESELECT -> waitReselect(instruction);
            case SET -> change(instruction, true);
            default -> change(instruction, false);
        };
    }

    /** A chip that is connected cannot select, and takes the other way. */
    private Step select(int instruction) {
        long other = Operands.destination(registers, (instruction & RELATIVE) != 0);
        if (bus.isConnected()) {
            registers.dsp.value(other);
            return Step.DONE;
        }
        int ids = instruction >> 16 & 0xFF;
        if ((instruction & TABLE_INDIRECT) != 0) {
            long entry = dma.load(Operands.sum(registers, registers.dsa.value(), instruction), Width.WORD);
            ids = (int) (entry >> 16 & 0xFF);
            registers.sxfer.value(entry >> 8 & 0xFF);
        }
        registers.sdid.value(ids);
        boolean isAnswered = !registers.target.isSet() && bus.select(ids, (instruction & WITH_ATTENTION) != 0);
        return isAnswered ? Step.DONE : Step.SELECTING;
    }

    private Step disconnect() {
        if (registers.target.isSet()) {
            bus.release();
            return Step.DONE;
        }
        if (bus.isConnected()) {
            return Step.WAIT;
        }
        bus.takeRelease();
        return Step.DONE;
    }

    /** Nothing reselects: what ends it is the processor, by SIGP. */
    private Step waitReselect(int instruction) {
        bus.takeRelease();
        if (!registers.signalProcess.isSet()) {
            return Step.WAIT;
        }
        registers.dsp.value(Operands.destination(registers, (instruction & RELATIVE) != 0));
        return Step.DONE;
    }

    private Step change(int instruction, boolean on) {
        if ((instruction & CARRY) != 0) {
            arithmetic.carry(on);
        }
        if ((instruction & TARGET) != 0) {
            registers.target.set(on);
        }
        if ((instruction & ATN) != 0) {
            bus.attention(on);
        }
        if ((instruction & ACK) != 0 && on) {
            bus.assertAck((int) registers.sodl.value());
        } else if ((instruction & ACK) != 0) {
            bus.releaseAck();
        }
        return Step.DONE;
    }
}
