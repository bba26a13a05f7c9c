package org.iomap.emulator.module.lan;

import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** A chip, its memory and its driver: the steps of Linux's lib82596, and the structures as it lays them out. */
final class LanBench {
    static final long HPA = 0xFFD0_7000L;
    static final long PORT = HPA + 4;
    static final long CA = HPA + 8;
    static final long NULL = 0xFFFF_FFFFL;

    static final long SCP = 0x1_0000;
    static final long ISCP = SCP + 0x20;
    static final long SCB = SCP + 0x40;
    static final long BLOCKS = SCP + 0x1000;
    static final long TBDS = SCP + 0x2000;
    static final long RFDS = SCP + 0x3000;
    static final long RBDS = SCP + 0x4000;
    static final long BUFFERS = SCP + 0x8000;
    static final long STRUCTURE = 32;
    static final int BUFFER = 1536;
    static final int RING = 16;

    static final int EL = 0x8000;
    static final int SUSPEND = 0x4000;
    static final int INTERRUPT = 0x2000;
    static final int FLEX = 0x0008;

    static final int NOP = 0;
    static final int SET_ADDRESS = 1;
    static final int CONFIGURE = 2;
    static final int MULTICAST = 3;
    static final int TRANSMIT = 4;
    static final int TDR = 5;
    static final int DUMP = 6;
    static final int DIAGNOSE = 7;

    static final byte[] MAC = {0x08, 0x00, 0x09, 0x12, 0x34, 0x56};
    static final byte[] OTHER = {0x08, 0x00, 0x09, 0x65, 0x43, 0x21};

    /** What Linux configures. */
    static final int[] LINUX = {0x8E, 0xC8, 0x80, 0x2E, 0x00, 0x60, 0x00, 0xF2, 0x00, 0x00, 0x40, 0xFF, 0x00, 0x7F};

    final MachineClock clock = MachineClock.virtual();
    final Trace trace = new Trace(4096, clock::now);
    final IoSpace ioSpace = new IoSpace(trace);
    final List<byte[]> sent = new ArrayList<>();
    final List<Boolean> interrupt = new ArrayList<>();
    final List<String> unimplemented = new ArrayList<>();
    final I82596 chip = new I82596(ioSpace.master("lan"), clock, this::drive, sent::add, MAC, unimplemented::add);

    LanBench() {
        ioSpace.addHostMemory(new Memory(1 << 20), "memory");
        ioSpace.add(PORT, chip.registers(), "lan");
    }

    private void drive(boolean high) {
        if (interrupt.isEmpty() ? high : interrupt.get(interrupt.size() - 1) != high) {
            interrupt.add(high);
        }
    }

    /** How often the line rose: what LASI latches. */
    long rises() {
        return interrupt.stream().filter(high -> high).count();
    }

    boolean line() {
        return !interrupt.isEmpty() && interrupt.get(interrupt.size() - 1);
    }

    int half(long address) {
        return (int) ioSpace.load(address, HALFWORD);
    }

    void half(long address, int value) {
        ioSpace.store(address, HALFWORD, value);
    }

    long swapped(long address) {
        return half(address) | (long) half(address + 2) << 16;
    }

    void swapped(long address, long value) {
        ioSpace.store(address, WORD, value << 16 | value >>> 16);
    }

    byte[] bytes(long address, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        ioSpace.loadBlock(address, org.iomap.protocol.Width.BYTE, into);
        return into.array();
    }

    void bytes(long address, byte[] from) {
        ioSpace.storeBlock(address, org.iomap.protocol.Width.BYTE, ByteBuffer.wrap(from));
    }

    /** Linux's mpu_port. */
    void port(int function, long address) {
        long value = address | function;
        ioSpace.store(PORT, WORD, value & 0xFFFF);
        ioSpace.store(PORT, WORD, value >>> 16);
    }

    void attention() {
        ioSpace.store(CA, WORD, 0);
    }

    /** The command word of the SCB, and channel attention. */
    void command(int word) {
        half(SCB + 2, word);
        attention();
    }

    int status() {
        return half(SCB);
    }

    /** PORT reset, new SCP, channel attention; Linux's init_i596_mem up to the wait for the ISCP. */
    LanBench initialise() {
        return initialise(0x6C);
    }

    LanBench initialise(int sysbus) {
        port(0, 0);
        ioSpace.store(SCP, WORD, sysbus);
        swapped(SCP + 8, ISCP);
        swapped(ISCP, 1);
        swapped(ISCP + 4, SCB);
        swapped(SCB + 4, NULL);
        port(2, SCP);
        attention();
        return this;
    }

    /** As {@link #initialise}, with the events of it acknowledged. */
    LanBench ready() {
        initialise();
        command(0xA000);
        return this;
    }

    /** Writes the block {@code number} of the command list; the next one follows it. */
    long block(int number, int command) {
        long block = BLOCKS + number * 0x200L;
        half(block, 0);
        half(block + 2, command);
        swapped(block + 4, (command & EL) != 0 ? NULL : block + 0x200);
        return block;
    }

    /** Runs one command alone, as Linux's i596_add_cmd does. Returns its status. */
    int run(long block) {
        swapped(SCB + 4, block);
        command(0x0100);
        return half(block);
    }

    void configure(int... parameters) {
        long block = block(15, CONFIGURE | EL);
        for (int i = 0; i < parameters.length; i++) {
            ioSpace.store(block + 8 + i, org.iomap.protocol.Width.BYTE, parameters[i]);
        }
        run(block);
    }

    /** Linux's configuration with one byte changed. */
    void configureBut(int index, int value) {
        int[] parameters = LINUX.clone();
        parameters[index] = value;
        configure(parameters);
    }

    /** Sends bytes from one buffer, as Linux's i596_start_xmit does. Returns the command's status. */
    int transmit(byte[] data) {
        bytes(BUFFERS + 0x1_0000, data);
        tbd(0, EL | data.length, NULL, BUFFERS + 0x1_0000);
        long block = block(14, TRANSMIT | FLEX | EL | INTERRUPT);
        swapped(block + 8, TBDS);
        half(block + 12, 0);
        return run(block);
    }

    void tbd(int number, int size, long next, long buffer) {
        long tbd = TBDS + number * STRUCTURE;
        half(tbd, size);
        half(tbd + 2, 0);
        swapped(tbd + 4, next);
        swapped(tbd + 8, buffer);
    }

    static long rfd(int number) {
        return RFDS + number * STRUCTURE;
    }

    static long rbd(int number) {
        return RBDS + number * STRUCTURE;
    }

    static long buffer(int number) {
        return BUFFERS + (long) number * BUFFER;
    }

    /** Linux's ring of 16 descriptors and 16 buffers, the last descriptor being the end of the list. */
    LanBench ring() {
        for (int i = 0; i < RING; i++) {
            int next = (i + 1) % RING;
            half(rfd(i), 0);
            half(rfd(i) + 2, i == RING - 1 ? EL | FLEX : FLEX);
            swapped(rfd(i) + 4, rfd(next));
            swapped(rfd(i) + 8, i == 0 ? RBDS : NULL);
            half(rfd(i) + 12, 0);
            half(rfd(i) + 14, 0);
            half(rbd(i), 0);
            swapped(rbd(i) + 4, rbd(next));
            swapped(rbd(i) + 8, buffer(i));
            half(rbd(i) + 12, BUFFER);
        }
        return this;
    }

    /** RX_START. */
    LanBench startReceiving() {
        swapped(SCB + 8, RFDS);
        command(0x0010);
        return this;
    }

    /** A descriptor whose data are in itself. */
    void simple(int number, int command, int size) {
        long rfd = RFDS + number * 0x1000L;
        half(rfd, 0);
        half(rfd + 2, command);
        swapped(rfd + 4, rfd + 0x1000);
        swapped(rfd + 8, NULL);
        half(rfd + 12, 0);
        half(rfd + 14, size);
    }

    /** A frame without its check sequence, its data counting up. */
    static byte[] data(byte[] to, int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) i;
        }
        System.arraycopy(to, 0, data, 0, 6);
        System.arraycopy(OTHER, 0, data, 6, 6);
        data[12] = 0x08;
        data[13] = 0x00;
        return data;
    }

    static byte[] frame(byte[] to, int length) {
        return FrameCheck.append(data(to, length), length);
    }

    static byte[] bad(byte[] frame) {
        byte[] broken = frame.clone();
        broken[20] ^= 1;
        return broken;
    }

    long busErrors() {
        long found = 0;
        for (long i = Math.max(0, trace.end() - 4096); i < trace.end(); i++) {
            found += trace.read(i) != null && trace.read(i).kind() == TraceKind.BUS_ERROR ? 1 : 0;
        }
        return found;
    }
}
