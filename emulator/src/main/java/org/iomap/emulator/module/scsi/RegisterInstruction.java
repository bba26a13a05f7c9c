package org.iomap.emulator.module.scsi;

/**
 * The SCRIPTS instructions that compute with a register.
 *
 * <p>Bits 29 to 27: 5 SFBR to a register, 6 a register to SFBR, 7 a register to itself; 26 to 24 the operator, 21 to 16
 * the register, 15 to 8 the immediate operand.
 */
final class RegisterInstruction {
    private static final int FROM_SFBR = 5;
    private static final int TO_SFBR = 6;

    private final RegisterMap registers;
    private boolean carry;

    RegisterInstruction(RegisterMap registers) {
        this.registers = registers;
    }

    boolean hasCarry() {
        return carry;
    }

    void carry(boolean on) {
        carry = on;
    }

    Step execute(int instruction) {
        int operation = instruction >> 27 & 7;
        int register = instruction >> 16 & (RegisterMap.SIZE - 1);
        int source = operation == FROM_SFBR ? RegisterMap.SFBR : register;
        int destination = operation == TO_SFBR ? RegisterMap.SFBR : register;
        int result = compute(instruction >> 24 & 7, registers.load(source), instruction >> 8 & 0xFF);
        registers.store(destination, result & 0xFF);
        return Step.DONE;
    }

    private int compute(int operator, int value, int operand) {
        return switch (operator) {
            case 0 -> operand;
            case 1 -> {
                int shifted = value << 1 | (carry ? 1 : 0);
                carry = (value & 0x80) != 0;
                yield shifted;
            }
            case 2 -> value | operand;
            case 3 -> value ^ operand;
            case 4 -> value & operand;
            case 5 -> {
                int shifted = value >> 1 | (carry ? 0x80 : 0);
                carry = (value & 1) != 0;
                yield shifted;
            }
            case 6 -> add(value, operand, 0);
            default -> add(value, operand, carry ? 1 : 0);
        };
    }

    private int add(int value, int operand, int carryIn) {
        int sum = value + operand + carryIn;
        carry = sum > 0xFF;
        return sum;
    }
}
