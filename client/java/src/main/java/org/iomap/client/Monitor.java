package org.iomap.client;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import org.iomap.protocol.Clock;
import org.iomap.protocol.CrashDump;
import org.iomap.protocol.CrashReport;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.Explain;
import org.iomap.protocol.Explained;
import org.iomap.protocol.FrameBufferEntry;
import org.iomap.protocol.FrameBufferList;
import org.iomap.protocol.FrameBuffers;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.MappingList;
import org.iomap.protocol.Mappings;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Pointer;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RegisterList;
import org.iomap.protocol.Registers;
import org.iomap.protocol.Reset;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.Time;
import org.iomap.protocol.Width;
import org.iomap.protocol.Written;

/** Looks at the machine from outside, by physical address, and has a hand on its switches. Needs a right of its own. */
public final class Monitor {
    public static final int CLOCK_UNCHANGED = 0;
    public static final int CLOCK_REAL = 1;
    public static final int CLOCK_VIRTUAL = 2;

    private final Connection connection;
    private final DescriptorNumbers descriptors;
    private final BlockTransfer blocks;

    Monitor(Connection connection, DescriptorNumbers descriptors) {
        this.connection = connection;
        this.descriptors = descriptors;
        blocks = new BlockTransfer(connection);
    }

    /** Looks, without any side effect. */
    public long peek(Width width, long physical) {
        return connection.access(Opcode.PEEK, width, physical, 0);
    }

    /** Looks at consecutive addresses until {@code into} is full, without any side effect. */
    public void peekBlock(Width width, long physical, ByteBuffer into) {
        blocks.peekBlock(width, physical, into);
    }

    /** A real load, with every side effect. */
    public long physicalLoad(Width width, long physical) {
        return connection.access(Opcode.PHYSICAL_LOAD, width, physical, 0);
    }

    /** A real store, with every side effect. */
    public void physicalStore(Width width, long physical, long value) {
        connection.access(Opcode.PHYSICAL_STORE, width, physical, value);
    }

    /** Drives an interrupt input by hand, such as {@code lasi.5}. */
    public void driveLine(String line, boolean high) {
        connection.call(id -> new DriveLine(id, high ? 1 : 0, line), Done.class);
    }

    /** The registers of a module with their present values, by peek. */
    public List<RegisterEntry> registers(String module) {
        return connection
                .call(id -> new Registers(id, module), RegisterList.class)
                .registers();
    }

    public List<MappingEntry> mappings() {
        return connection.call(Mappings::new, MappingList.class).mappings();
    }

    /**
     * Follows an address to its register, and finds who else leads there; nothing changes.
     *
     * @param pid whose address it is; 0: a physical address, or from 0x1_0000_0000 on one of the kernel
     */
    public Explained explain(long pid, long address) {
        return connection.call(id -> new Explain(id, pid, address), Explained.class);
    }

    public List<FrameBufferEntry> frameBuffers() {
        return connection.call(FrameBuffers::new, FrameBufferList.class).frameBuffers();
    }

    /**
     * Looks at what a monitor would show, without any side effect.
     *
     * @param line the first, 0 at the top
     * @param into room for whole lines; it takes a word 0x00RRGGBB for each pixel
     */
    public void picture(FrameBufferEntry of, long line, ByteBuffer into) {
        blocks.picture(of, line, into);
    }

    public CrashReport crashReport() {
        return connection.call(CrashDump::new, CrashReport.class);
    }

    /**
     * Types into a terminal, such as that of the serial port {@code uart0}, or on the {@code keyboard}, which takes
     * what a terminal sends for its keys.
     *
     * @return how many bytes there was room for
     */
    public int terminalInput(String terminal, byte[] bytes) {
        return (int) connection
                .call(id -> new TerminalInput(id, terminal, Unpooled.wrappedBuffer(bytes)), Written.class)
                .count();
    }

    /**
     * Moves a mouse, such as {@code mouse}.
     *
     * @param buttons that are pressed meanwhile and from now on: bit 0 left, 1 right, 2 middle
     * @param dx to the right, a quarter of a millimetre each
     * @param dy towards the hand, likewise
     * @param dz of the wheel, towards the hand
     */
    public void movePointer(String pointer, int buttons, int dx, int dy, int dz) {
        connection.call(id -> new Pointer(id, pointer, u32(buttons), u32(dx), u32(dy), u32(dz)), Done.class);
    }

    public Time clock() {
        return connection.call(Clock::new, Time.class);
    }

    /**
     * Switches the machine off and on. Every process of it ends; the caller is a new one on the same connection,
     * without descriptors and windows. Administrators only.
     */
    public void reset() {
        connection.call(Reset::new, Done.class);
        descriptors.clear();
    }

    /**
     * Sets the clock. Administrators only.
     *
     * @param kind {@link #CLOCK_UNCHANGED}, {@link #CLOCK_REAL} or {@link #CLOCK_VIRTUAL}
     * @param advanceNanos moves a virtual clock; 0 leaves it
     */
    public Time setClock(int kind, long advanceNanos) {
        return connection.call(id -> new SetClock(id, kind, advanceNanos), Time.class);
    }

    private static long u32(int signed) {
        return Integer.toUnsignedLong(signed);
    }
}
