package org.iomap.emulator.module.scsi;

/**
 * The SCRIPTS instructions JUMP, CALL, RETURN and INT, and what they depend on.
 *
 * <p>Bits 29 to 27 the operation, 26 to 24 a phase, 23 relative, 21 compare carry, 19 do it if true, 18 compare data,
 * 17 compare phase, 16 wait for a valid phase, 15 to 8 a mask of bits that do not count, 7 to 0 data.
 */
final class TransferControl {
    private static final int JUMP = 0;
    private static final int CALL = 1;
    private static final int RETURN = 2;
    private static final int INTERRUPT = 3;

    private static final int RELATIVE = 1 << 23;
    private static final int COMPARE_CARRY = 1 << 21;
    private static final int IF_TRUE = 1 << 19;
    private static final int COMPARE_DATA = 1 << 18;
    private static final int COMPARE_PHASE = 1 << 17;
    private static final int WAIT = 1 << 16;

    private final RegisterMap registers;
    private final ScsiBus bus;
    private final Interrupts interrupts;
    private final RegisterInstruction arithmetic;

    TransferControl(RegisterMap registers, ScsiBus bus, Interrupts interrupts, RegisterInstruction arithmetic) {
        this.registers = registers;
        this.bus = bus;
        this.interrupts = interrupts;
        this.arithmetic = arithmetic;
    }

    Step execute(int instruction) {
        if ((instruction & WAIT) != 0 && !bus.isRequesting()) {
            if (!bus.takeRelease()) {
                return Step.WAIT;
            }
            interrupts.scsi(Interrupts.UNEXPECTED_DISCONNECT);
            return Step.STOP;
        }
        int operation = instruction >> 27 & 7;
        if (operation > INTERRUPT) {
            interrupts.dma(Interrupts.ILLEGAL_INSTRUCTION);
            return Step.STOP;
        }
        return isMet(instruction) ? carryOut(operation, instruction) : Step.DONE;
    }

    private Step carryOut(int operation, int instruction) {
        boolean isRelative = (instruction & RELATIVE) != 0;
        long next = registers.dsp.value();
        switch (operation) {
            case JUMP -> registers.dsp.value(Operands.destination(registers, isRelative));
            case CALL -> {
                registers.dsp.value(Operands.destination(registers, isRelative));
                registers.temp.value(next);
            }
            case RETURN -> registers.dsp.value(registers.temp.value());
            default -> {
                interrupt();
                return Step.STOP;
            }
        }
        return Step.DONE;
    }

    private void interrupt() {
        interrupts.dma(Interrupts.SCRIPT_INTERRUPT);
        if (bus.takeRelease()) {
            interrupts.scsi(Interrupts.UNEXPECTED_DISCONNECT);
        }
    }

    /** Every comparison must come out as bit 19 wants it; without one the condition is true. */
    private boolean isMet(int instruction) {
        boolean wanted = (instruction & IF_TRUE) != 0;
        if ((instruction & (COMPARE_CARRY | COMPARE_DATA | COMPARE_PHASE)) == 0) {
            return wanted;
        }
        return ((instruction & COMPARE_CARRY) == 0 || arithmetic.hasCarry() == wanted)
                && ((instruction & COMPARE_PHASE) == 0 || isPhase(instruction) == wanted)
                && ((instruction & COMPARE_DATA) == 0 || isData(instruction) == wanted);
    }

    private boolean isPhase(int instruction) {
        return bus.phase().lines() == (instruction >> 24 & 7);
    }

    private boolean isData(int instruction) {
        int counting = ~(instruction >> 8) & 0xFF;
        return ((registers.sfbr.value() ^ instruction) & counting) == 0;
    }
}
