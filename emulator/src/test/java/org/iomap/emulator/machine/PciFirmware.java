package org.iomap.emulator.machine;

import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.Width;

/** What the firmware of the machine does to its PCI bus: gives every card on bus 0 room, and opens the windows. */
final class PciFirmware {
    /** Where memory is given from. */
    static final long MEMORY = 0xF200_0000L;

    /** Where ports are given from. */
    static final int PORTS = 0x1000;

    private static final long IO_CONTROL = 0xFFF8_0038L;
    private static final long IO_ADDR_EN = 0xFFF8_0060L;
    private static final long CONFIG_ADDR = 0xFFF8_0064L;
    private static final long CONFIG_DATA = 0xFFF8_0068L;

    private static final int SLOTS = 32;
    private static final int COMMAND = 0x04;
    private static final int FIRST_BAR = 0x10;
    private static final int LAST_BAR = 0x24;
    private static final int IO_AND_MEMORY_AND_MASTER = 0x0007;
    private static final int LEAST_ROOM = 0x100;

    private final IoSpace ioSpace;
    private int memory = (int) MEMORY;
    private int port = PORTS;

    PciFirmware(IoSpace ioSpace) {
        this.ioSpace = ioSpace;
    }

    void run() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (load(slot, 0) != -1) {
                for (int bar = FIRST_BAR; bar <= LAST_BAR; bar += Integer.BYTES) {
                    place(slot, bar);
                }
                store(slot, COMMAND, IO_AND_MEMORY_AND_MASTER);
            }
        }
        ioSpace.store(IO_ADDR_EN, Width.WORD, Width.WORD.mask());
        ioSpace.store(IO_CONTROL, Width.WORD, 0x80);
    }

    private void place(int slot, int bar) {
        store(slot, bar, -1);
        int answer = load(slot, bar);
        boolean isPort = (answer & 1) != 0;
        int size = Math.max(-(answer & (isPort ? ~0x3 : ~0xF)), LEAST_ROOM);
        if (answer == 0 || answer == -1) {
            store(slot, bar, 0);
        } else if (isPort) {
            store(slot, bar, port);
            port += size;
        } else {
            memory = memory + size - 1 & -size;
            store(slot, bar, memory);
            memory += size;
        }
    }

    /** The lanes preserve byte addresses: a number of PCI comes with its bytes reversed. */
    private int load(int slot, int register) {
        ioSpace.store(CONFIG_ADDR, Width.WORD, slot << 11 | register);
        return Integer.reverseBytes((int) ioSpace.load(CONFIG_DATA, Width.WORD));
    }

    private void store(int slot, int register, int value) {
        ioSpace.store(CONFIG_ADDR, Width.WORD, slot << 11 | register);
        ioSpace.store(CONFIG_DATA, Width.WORD, Integer.toUnsignedLong(Integer.reverseBytes(value)));
    }
}
