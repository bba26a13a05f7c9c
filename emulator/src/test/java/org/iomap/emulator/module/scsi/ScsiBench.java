package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Width;

/** A controller on a bus with host memory, and its disk. Registers are called by their numbers in the data sheet. */
final class ScsiBench {
    // spotless:off
    static final int SCNTL0 = 0x00, SCNTL1 = 0x01, SDID = 0x02, SIEN = 0x03, SCID = 0x04, SXFER = 0x05, SODL = 0x06, SOCL = 0x07;
    static final int SFBR = 0x08, SBDL = 0x0A, SBCL = 0x0B, DSTAT = 0x0C, SSTAT0 = 0x0D, SSTAT1 = 0x0E, SSTAT2 = 0x0F;
    static final int DSA = 0x10, CTEST0 = 0x14, CTEST2 = 0x16, CTEST7 = 0x1B, TEMP = 0x1C, DFIFO = 0x20, ISTAT = 0x21, CTEST8 = 0x22, LCRC = 0x23;
    static final int DBC = 0x24, DNAD = 0x28, DSP = 0x2C, DSPS = 0x30, SCRATCH = 0x34, DMODE = 0x38, DIEN = 0x39, DCNTL = 0x3B;

    static final int IID = 0x01, SIR = 0x04, SSI = 0x08, ABRT = 0x10, BF = 0x20;
    static final int RST = 0x02, UDC = 0x04, STO = 0x20, FCMP = 0x40, MA = 0x80;
    static final int DIP = 0x01, SIP = 0x02, CON = 0x08;
    // spotless:on

    static final int DISK_ID = 6;
    static final int NO_DISK = 3;
    static final long MODULE = 0xFFD0_6000L;
    static final long CHIP = MODULE + 0x100;

    static final long SCRIPT = 0x1000;
    static final long MESSAGE_OUT = 0x4000;
    static final long MESSAGE_IN = 0x4100;
    static final long COMMAND = 0x4200;
    static final long STATUS = 0x4300;
    static final long DATA = 0x8000;

    static final long SECOND = 1_000_000_000L;

    final MachineClock clock = MachineClock.virtual();
    final Memory memory = new Memory(1 << 20);
    final Blocks blocks;
    final Ncr53c710 chip;
    final IoSpace io;
    final List<Boolean> line = new ArrayList<>();

    ScsiBench() {
        this(new MemoryBlocks(1000, false));
    }

    ScsiBench(Blocks blocks) {
        this.blocks = blocks;
        io = new IoSpace(new Trace(64, clock::now));
        io.addHostMemory(memory, "memory");
        chip = new Ncr53c710(clock, io.master("scsi"), this::interrupt, blocks, DISK_ID);
        io.add(MODULE, chip.module(), "scsi");
        io.add(CHIP, chip.registers(), "scsi");
    }

    private void interrupt(boolean high) {
        if (high != isInterrupting()) {
            line.add(high);
        }
    }

    boolean isInterrupting() {
        return !line.isEmpty() && line.get(line.size() - 1);
    }

    int load(int register) {
        return (int) io.load(CHIP + (register ^ 3), Width.BYTE);
    }

    void store(int register, int value) {
        io.store(CHIP + (register ^ 3), Width.BYTE, value);
    }

    long loadWord(int register) {
        return io.load(CHIP + register, Width.WORD);
    }

    void storeWord(int register, long value) {
        io.store(CHIP + register, Width.WORD, value);
    }

    /** As a driver sets the chip up, with its interrupts enabled. */
    void setUp() {
        store(SCID, 0x80);
        store(SIEN, 0xBF);
        store(DIEN, 0x3D);
        store(SCNTL1, 0x20);
    }

    Script script() {
        return new Script(memory, SCRIPT);
    }

    void start(long address) {
        storeWord(DSP, address);
    }

    /** Starts a script, and waits for a second. */
    void run(long address) {
        start(address);
        clock.advance(SECOND);
    }

    void put(long address, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory.store(address + i, Width.BYTE, bytes[i]);
        }
    }

    int[] bytes(long address, int count) {
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (int) memory.load(address + i, Width.BYTE);
        }
        return bytes;
    }

    byte[] data(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        memory.loadBlock(DATA, Width.BYTE, bytes);
        return bytes.array();
    }

    /**
     * Lays out a script that carries out one command, for a disk that goes through its phases as expected.
     *
     * @param dataPhase null when there is no data
     */
    void commandScript(Phase dataPhase, int dataBytes, int... command) {
        put(MESSAGE_OUT, 0xC0);
        put(COMMAND, command);
        Script script = script().selectWithAttention(DISK_ID, 0x2000)
                .move(1, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .move(command.length, Phase.COMMAND, COMMAND);
        if (dataPhase != null) {
            script.move(dataBytes, dataPhase, DATA);
        }
        script.move(1, Phase.STATUS, STATUS)
                .move(1, Phase.MESSAGE_IN, MESSAGE_IN)
                .clearAck()
                .waitDisconnect()
                .interrupt(0x401);
    }

    /** Carries out a command, and returns its status; the data is at {@link #DATA}. */
    int command(Phase dataPhase, int dataBytes, int... command) {
        commandScript(dataPhase, dataBytes, command);
        run(SCRIPT);
        if (load(DSTAT) != (0x80 | SIR) || loadWord(DSPS) != 0x401) {
            throw new AssertionError("the script stopped at 0x%x, SSTAT0 %02x".formatted(loadWord(DSP), load(SSTAT0)));
        }
        return bytes(STATUS, 1)[0];
    }

    /** The script has interrupted, and nothing else happened. */
    void assertInterrupt(int vector) {
        assertThat(load(ISTAT) & (SIP | DIP)).isEqualTo(DIP);
        assertThat(load(DSTAT)).isEqualTo(0x80 | SIR);
        assertThat(loadWord(DSPS)).isEqualTo(vector);
    }

    /** The SCSI core has this condition alone. */
    void assertScsi(int condition) {
        assertThat(load(ISTAT) & (SIP | DIP)).isEqualTo(SIP);
        assertThat(load(SSTAT0)).isEqualTo(condition);
    }

    /** The DMA core has this condition alone. */
    void assertDma(int condition) {
        assertThat(load(DSTAT)).isEqualTo(0x80 | condition);
    }
}
