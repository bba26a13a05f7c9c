package org.iomap.emulator.module.scsi;

import org.iomap.emulator.bus.Memory;
import org.iomap.protocol.Width;

/** Writes SCRIPTS into memory, instruction after instruction. */
final class Script {
    static final int WHEN = 1 << 16;
    static final int IF_PHASE = 1 << 17;
    static final int IF_DATA = 1 << 18;
    static final int TRUE = 1 << 19;

    private final Memory memory;
    private long next;

    Script(Memory memory, long start) {
        this.memory = memory;
        this.next = start;
    }

    /** Where the next instruction will be. */
    long here() {
        return next;
    }

    Script word(long value) {
        memory.store(next, Width.WORD, value);
        next += 4;
        return this;
    }

    Script instruction(long first, long second) {
        return word(first).word(second);
    }

    Script selectWithAttention(int id, long otherwise) {
        return instruction(0x4100_0000L | 1L << (16 + id), otherwise);
    }

    Script move(int count, Phase phase, long address) {
        return instruction(0x0800_0000L | (long) phase.lines() << 24 | count, address);
    }

    Script moveFromTable(Phase phase, long offset) {
        return instruction(0x1800_0000L | (long) phase.lines() << 24, offset);
    }

    Script clearAck() {
        return instruction(0x6000_0040L, 0);
    }

    Script waitDisconnect() {
        return instruction(0x4800_0000L, 0);
    }

    Script waitReselect(long otherwise) {
        return instruction(0x5000_0000L, otherwise);
    }

    Script jump(long destination) {
        return instruction(0x8000_0000L | TRUE, destination);
    }

    Script jumpWhen(Phase phase, long destination) {
        return instruction(0x8000_0000L | (long) phase.lines() << 24 | TRUE | WHEN | IF_PHASE, destination);
    }

    Script jumpIf(int data, int ignored, long destination) {
        return instruction(0x8000_0000L | TRUE | IF_DATA | ignored << 8 | data, destination);
    }

    Script call(long destination) {
        return instruction(0x8800_0000L | TRUE, destination);
    }

    Script returnUnless(Phase phase) {
        return instruction(0x9000_0000L | (long) phase.lines() << 24 | WHEN | IF_PHASE, 0);
    }

    Script returns() {
        return instruction(0x9000_0000L | TRUE, 0);
    }

    Script interrupt(int vector) {
        return instruction(0x9800_0000L | TRUE, vector);
    }

    Script memoryMove(int count, long source, long destination) {
        return instruction(0xC000_0000L | count, source).word(destination);
    }

    /** @param operation 5 SFBR to register, 6 register to SFBR, 7 register to register */
    Script compute(int operation, int operator, int register, int operand) {
        return instruction(0x4000_0000L | operation << 27 | operator << 24 | register << 16 | operand << 8, 0);
    }
}
