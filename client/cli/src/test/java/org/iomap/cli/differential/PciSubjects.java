package org.iomap.cli.differential;

import static org.iomap.cli.differential.BoardSubjects.DINO;
import static org.iomap.cli.differential.BoardSubjects.DINO_ILR;
import static org.iomap.cli.differential.BoardSubjects.DINO_IMR;
import static org.iomap.cli.differential.BoardSubjects.DINO_IPR;
import static org.iomap.cli.differential.Source.any;
import static org.iomap.cli.differential.Source.load;
import static org.iomap.cli.differential.Source.mostly;
import static org.iomap.cli.differential.Source.range;
import static org.iomap.cli.differential.Source.store;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.iomap.protocol.Width;

/** PCI: the configuration space of each card, and the two cards that have something behind it. */
final class PciSubjects {
    private static final long IO_CONTROL = DINO + 0x38;
    private static final long IO_ADDR_EN = DINO + 0x60;
    private static final long CONFIG_ADDR = DINO + 0x64;
    private static final long CONFIG_DATA = DINO + 0x68;
    private static final long IO_DATA = DINO + 0x6C;
    private static final Width[] WIDTHS = {BYTE, HALFWORD, WORD};

    private static final int SLOTS = 9;
    private static final int SERIAL = 2;
    private static final int VIRTIO = 4;
    private static final int RAM = 6;
    private static final int BRIDGE = 8;
    private static final int EMPTY = 9;
    private static final int COMMAND = 0x04;

    /** Of the command register, as a halfword on Dino's lanes. */
    private static final int IO_DECODE = 0x0100;

    private static final int INTX_DISABLE = 0x0004;
    private static final int BAR0 = 0x10;
    private static final int BUSES = 0x18;
    private static final int PORT = 0x1000;
    private static final long RAM_BASE = 0xF200_0000L;
    private static final long WINDOWS = 0x0000_0070L;
    private static final long OPEN = 0x80;

    private PciSubjects() {}

    static List<Subject> all() {
        List<Subject> all = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            all.add(new Subject("slot" + slot, List.of(), configuration(device(0, slot)), notShared()));
        }
        all.add(bridge());
        all.add(serial());
        all.add(ram());
        return all;
    }

    private static List<NotShared> notShared() {
        return List.of(
                selects("the window of virtio-rng into its base addresses", device(0, VIRTIO) | 0x94),
                selects("the hot-plug controller of the bridge", device(0, BRIDGE) | 0x40, device(0, BRIDGE) | 0x44));
    }

    /** Configuration cycles of these registers. */
    private static NotShared selects(String what, long... registers) {
        return NotShared.stores(
                what,
                store -> store.address() == CONFIG_ADDR
                        && LongStream.of(registers).anyMatch(register -> register == store.value()));
    }

    /** Type 1 cycles, while the numbers of the buses change. */
    private static Subject bridge() {
        Source behind = configuration(device(1, 2), device(2, 2), device(3, 2), device(1, 3), device(0, EMPTY));
        Source numbers = (random, to) -> {
            to.add(address(device(0, BRIDGE) | BUSES));
            to.add(new Step.Store(BYTE, CONFIG_DATA + 1, random.nextInt(4)));
            to.add(new Step.Store(BYTE, CONFIG_DATA + 2, random.nextInt(4)));
        };
        return new Subject("bridge", List.of(), mostly(behind, numbers), List.of());
    }

    /** A 16550A behind an I/O BAR. */
    private static Subject serial() {
        Source ports = (random, to) -> {
            int port = PORT + random.nextInt(random.nextInt(8) == 0 ? 16 : 8);
            to.add(address(port));
            Width width = random.nextInt(8) == 0 ? HALFWORD : BYTE;
            to.add(Source.access(random, width, IO_DATA + (port & 3 & -width.bytes())));
        };
        Source interrupts = any(store(WORD, DINO_IMR), load(WORD, DINO_IPR), load(WORD, DINO_ILR));
        Source command = (random, to) -> {
            to.add(address(device(0, SERIAL) | COMMAND));
            int decode = random.nextInt(4) == 0 ? 0 : IO_DECODE;
            int disable = random.nextInt(8) == 0 ? INTX_DISABLE : 0;
            to.add(new Step.Store(HALFWORD, CONFIG_DATA, decode | disable));
            to.add(new Step.Load(WORD, CONFIG_DATA));
        };
        return new Subject(
                "pci-serial",
                List.of(
                        address(device(0, SERIAL) | BAR0),
                        new Step.Store(WORD, CONFIG_DATA, Integer.reverseBytes(PORT)),
                        address(device(0, SERIAL) | COMMAND),
                        new Step.Store(HALFWORD, CONFIG_DATA, IO_DECODE)),
                mostly(ports, mostly(interrupts, command)),
                List.of());
    }

    /** Memory behind a BAR of 16 MiB, which two windows show. */
    private static Subject ram() {
        long middle = RAM_BASE + 0x80_0000;
        long end = RAM_BASE + 0x100_0000;
        Source memory = any(
                range(RAM_BASE, RAM_BASE + 0x40, Width.values()),
                range(middle - 0x20, middle + 0x20, Width.values()),
                range(end - 0x20, end, Width.values()),
                range(end, end + 0x20, Width.values()));
        Source windows = any(
                one(IO_ADDR_EN, WINDOWS, WINDOWS, 0x10, 0x20, 0),
                one(IO_CONTROL, OPEN, OPEN, OPEN, 0, 0x100, 0x180),
                (random, to) -> {
                    to.add(address(device(0, RAM) | COMMAND));
                    to.add(new Step.Store(BYTE, CONFIG_DATA, random.nextInt(4) == 0 ? 0 : 2));
                });
        return new Subject(
                "pci-ram",
                List.of(
                        new Step.Store(WORD, IO_ADDR_EN, WINDOWS),
                        new Step.Store(WORD, IO_CONTROL, OPEN),
                        address(device(0, RAM) | BAR0),
                        new Step.Store(WORD, CONFIG_DATA, Integer.toUnsignedLong(Integer.reverseBytes((int) RAM_BASE))),
                        address(device(0, RAM) | COMMAND),
                        new Step.Store(HALFWORD, CONFIG_DATA, 0x0200)),
                mostly(memory, windows),
                List.of());
    }

    /** An address of a configuration cycle, then some accesses of that register. */
    private static Source configuration(int... devices) {
        return (random, to) -> {
            to.add(address(devices[random.nextInt(devices.length)] | register(random)));
            do {
                Width width = WIDTHS[random.nextInt(WIDTHS.length)];
                to.add(Source.access(random, width, CONFIG_DATA + (random.nextInt(4) & -width.bytes())));
            } while (random.nextInt(3) == 0);
        };
    }

    /** In the header, mostly. */
    private static int register(RandomGenerator random) {
        return random.nextInt(random.nextInt(4) == 0 ? 64 : 16) * Integer.BYTES;
    }

    private static Source one(long address, long... values) {
        return (random, to) -> to.add(new Step.Store(WORD, address, values[random.nextInt(values.length)]));
    }

    private static Step address(long register) {
        return new Step.Store(WORD, CONFIG_ADDR, register);
    }

    private static int device(int bus, int device) {
        return bus << 16 | device << 11;
    }
}
