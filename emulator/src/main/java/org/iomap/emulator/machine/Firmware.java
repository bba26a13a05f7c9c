package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.module.dino.Dino;
import org.iomap.protocol.Width;

/**
 * What the firmware has done before a program meets the machine: the PCI cards have their addresses, and the windows
 * onto them are open. It gives memory from 0xF2000000 and ports from 0x1000 on, in the order of the slots.
 *
 * <p>Source: hardware reference, section 9.1: drivers of a built-in Dino take the windows as the firmware left them.
 * Bridges, and what is behind them, are left to the operating system; so is the right to be master of the bus.
 */
final class Firmware {
    private static final int SLOTS = 32;
    private static final int BARS = 6;
    private static final int COMMAND = 0x04;
    private static final int HEADER_TYPE = 0x0C;
    private static final int FIRST_BAR = 0x10;
    private static final int INTERRUPT = 0x3C;
    private static final int IO_ADDR_EN = 0x060;
    private static final int IO_CONTROL = 0x038;
    private static final long DECODE = 0x0003;
    private static final long OPEN = 0x80;
    private static final long FIRST_MEMORY = 0xF200_0000L;
    private static final long FIRST_PORT = 0x1000;
    private static final long WINDOW = 0x80_0000;
    private static final long END_OF_WINDOWS = 0xFF80_0000L;
    private static final List<Long> GRAPHICS_SLOTS = List.of(0xF400_0000L, 0xF800_0000L, 0xFA00_0000L);
    private static final long GRAPHICS_SLOT = 0x200_0000;
    private static final long NO_CARD = 0xFFFF_FFFFL;

    private final Region configuration;
    private final IoSpace ioSpace;
    private long memory = FIRST_MEMORY;
    private long port = FIRST_PORT;
    private long windows;

    private Firmware(Region configuration, IoSpace ioSpace) {
        this.configuration = configuration;
        this.ioSpace = ioSpace;
    }

    /** Brings the machine's PCI bus up, as after a reset. */
    static void start(Region configuration, IoSpace ioSpace, Dino dino) {
        Firmware firmware = new Firmware(configuration, ioSpace);
        for (int slot = 0; slot < SLOTS; slot++) {
            firmware.configure(slot << 11);
        }
        dino.registers().store(IO_ADDR_EN, Width.WORD, firmware.windows);
        dino.registers().store(IO_CONTROL, Width.WORD, OPEN);
    }

    private void configure(int card) {
        if (get(card) == NO_CARD || (get(card + HEADER_TYPE) >>> 16 & 0x7F) != 0) {
            return;
        }
        for (int bar = 0; bar < BARS; bar++) {
            int at = card + FIRST_BAR + bar * Integer.BYTES;
            set(at, NO_CARD);
            long kept = get(at);
            if ((kept & 1) != 0) {
                set(at, givePorts(Long.lowestOneBit(kept & ~0x3L)));
            } else if ((kept & ~0xFL) != 0) {
                set(at, giveMemory(sizeOf(kept)));
                bar += (kept & 0x4) != 0 ? 1 : 0;
            }
        }
        set(card + COMMAND, DECODE);
        set(card + INTERRUPT, card >>> 11 & 0x3);
    }

    /** The lowest address bit that can be set. */
    private static long sizeOf(long kept) {
        return Long.lowestOneBit(kept & ~0xFL);
    }

    private long givePorts(long size) {
        long given = alignUp(port, size);
        port = given + size;
        return given;
    }

    /** Skips the windows in which other modules have their places; 0 claims nothing: there was no room. */
    private long giveMemory(long size) {
        long given = alignUp(memory, size);
        while (given + size <= END_OF_WINDOWS && !isFree(given, size)) {
            given = alignUp(given + 1, Math.max(size, WINDOW));
        }
        if (given + size > END_OF_WINDOWS) {
            return 0;
        }
        memory = given + size;
        for (long at = given & -WINDOW; at < memory; at += WINDOW) {
            windows |= 1L << ((at - IoSpace.BASE) / WINDOW);
        }
        return given;
    }

    /** A graphics slot belongs to GSC also where its board does not answer. */
    private boolean isFree(long start, long size) {
        long first = start & -WINDOW;
        long end = alignUp(start + size, WINDOW);
        return ioSpace.isHole(first, end - first)
                && GRAPHICS_SLOTS.stream().noneMatch(slot -> first < slot + GRAPHICS_SLOT && slot < end);
    }

    private static long alignUp(long value, long size) {
        return value + size - 1 & -size;
    }

    /** PCI's numbers are little-endian. */
    private long get(int address) {
        int bytes = (int) configuration.load(address, Width.WORD);
        return Integer.toUnsignedLong(Integer.reverseBytes(bytes));
    }

    private void set(int address, long value) {
        configuration.store(address, Width.WORD, Integer.toUnsignedLong(Integer.reverseBytes((int) value)));
    }
}
