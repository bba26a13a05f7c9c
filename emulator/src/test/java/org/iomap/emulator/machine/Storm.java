package org.iomap.emulator.machine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/** Random accesses to one module of a machine, drawn from a seed. Time passes now and then. */
final class Storm {
    private static final List<Width> WIDTHS = List.of(Width.values());
    private static final long PCI_CONFIG_ADDR = 0xFFF8_0064L;
    private static final long PCI_IO_DATA = 0xFFF8_006CL;
    private static final int PORTS = 0x200;
    private static final long PCI_MEMORY = 0x200_0000L;
    private static final int CALM = 1_000;
    private static final long LONGEST_CALM_NANOS = 50_000_000;
    private static final int NEAR = 16;
    private static final int MEMORY = 1 << 16;
    private static final int LONGEST_BLOCK = 8;

    private final Machine machine;
    private final IoSpace ioSpace;
    private final ModuleDescription module;
    private final List<RegisterAt> registers;
    private final SplittableRandom random;
    private final CRC32 seen = new CRC32();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private final ByteBuffer block = ByteBuffer.allocate(LONGEST_BLOCK * Long.BYTES);

    Storm(Machine machine, ModuleDescription module, long seed) {
        this.machine = machine;
        this.ioSpace = machine.ioSpace();
        this.module = module;
        this.registers = module.registers();
        this.random = new SplittableRandom(seed);
    }

    /**
     * Makes the accesses.
     *
     * @return a hash of all that was seen: every result, and the end of the trace
     * @throws AssertionError if the module broke
     */
    long rage(int accesses) {
        fillMemory();
        for (int done = 0; done < accesses; done++) {
            if (done % CALM == CALM - 1) {
                machine.clock().advance(random.nextLong(LONGEST_CALM_NANOS));
            }
            strike();
        }
        see(machine.trace());
        return seen.getValue();
    }

    private void strike() {
        Width width = WIDTHS.get(random.nextInt(WIDTHS.size()));
        long address = address(width);
        try {
            switch (random.nextInt(16)) {
                case 0 -> see(ioSpace.peek(address, width));
                case 1 -> loadBlock(address, width);
                case 2 -> storeBlock(address, width);
                case 3, 4, 5, 6, 7, 8 -> see(ioSpace.load(address, width));
                default -> ioSpace.store(address, width, value(width));
            }
        } catch (BusError e) {
            if (e.code() == BusCode.DEVICE_FAILED) {
                throw new AssertionError(e.getMessage(), e.getCause());
            }
            see(e.code().number());
        }
    }

    private void loadBlock(long address, Width width) {
        block.clear().limit(width.bytes() * (1 + random.nextInt(LONGEST_BLOCK)));
        ioSpace.loadBlock(address, width, block);
        seen.update(block.flip());
    }

    private void storeBlock(long address, Width width) {
        block.clear();
        while (block.hasRemaining()) {
            block.putLong(value(Width.DOUBLEWORD));
        }
        block.flip().limit(width.bytes() * (1 + random.nextInt(LONGEST_BLOCK)));
        ioSpace.storeBlock(address, width, block);
    }

    /** A register or beside it, the edge of a page, or anywhere; of the aligned ones eight of nine. */
    private long address(Width width) {
        long address = switch (random.nextInt(8)) {
            case 0 -> anywhere();
            case 1 -> (anywhere() & -IoSpace.PAGE) + random.nextInt(-NEAR, NEAR);
            case 2 -> register() + random.nextInt(NEAR);
            default -> register();
        };
        long inside = Math.min(Math.max(address, IoSpace.BASE), IoSpace.END - width.bytes());
        return random.nextInt(9) == 0 ? inside : inside & -width.bytes();
    }

    private long register() {
        return registers.isEmpty()
                ? anywhere()
                : registers.get(random.nextInt(registers.size())).address();
    }

    private long anywhere() {
        return isCard() ? onPci() : module.address() + random.nextLong(module.size());
    }

    private boolean isCard() {
        return module.size() == 0;
    }

    /** A port of a card, by way of Dino, or an address in its memory. */
    private long onPci() {
        if (random.nextBoolean()) {
            ioSpace.store(PCI_CONFIG_ADDR, Width.WORD, PciFirmware.PORTS + random.nextInt(PORTS));
            return PCI_IO_DATA + random.nextInt(Width.WORD.bytes());
        }
        return PciFirmware.MEMORY + random.nextLong(PCI_MEMORY);
    }

    /** Bits alone, bits missing, small numbers, places in memory for masters of the bus to go to, and anything. */
    private long value(Width width) {
        long bit = 1L << random.nextInt(8 * width.bytes());
        long value = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> bit;
            case 3 -> ~bit;
            case 4 -> random.nextInt(32);
            case 5, 6 -> random.nextInt(MEMORY) & ~0xFL;
            default -> random.nextLong();
        };
        return value & width.mask();
    }

    /** What a master of the bus finds: numbers as strange as those that are stored. */
    private void fillMemory() {
        for (int address = 0; address < MEMORY; address += Width.WORD.bytes()) {
            ioSpace.store(address, Width.WORD, value(Width.WORD));
        }
    }

    private void see(long value) {
        seen.update(number.clear().putLong(value).flip());
    }

    private void see(Trace trace) {
        see(trace.end());
        for (long index = trace.end() - 1; index >= 0; index--) {
            Entry entry = trace.read(index);
            if (entry == null) {
                return;
            }
            see(entry.hashCode());
        }
    }
}
