package org.iomap.cli.differential;

import static org.iomap.cli.differential.BoardSubjects.LASI;
import static org.iomap.cli.differential.Source.any;
import static org.iomap.cli.differential.Source.mostly;
import static org.iomap.cli.differential.Source.range;
import static org.iomap.cli.differential.Source.registers;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/** What is plugged into the board's own connectors: printer, keyboard and mouse, screen. */
final class DeviceSubjects {
    private static final long PARALLEL = LASI + 0x2800;
    private static final long KEYBOARD = LASI + 0x8000;
    private static final long MOUSE = LASI + 0x8100;
    private static final long ARTIST = 0xF800_0000L;
    private static final long VIDEO = 0xF900_0000L;

    /** Of the window: what drawing reaches. */
    private static final int LINES = 16;

    private static final long LINE = 2048 * 4;
    private static final int WORDS = 64;

    private static final int DST_BM_ACCESS = 0x118004;
    private static final int SRC_BM_ACCESS = 0x118008;
    private static final int IMAGE_BITMAP_OP = 0x11801C;

    private static final int TRANSMIT = 4;
    private static final int CONTROL = 8;
    private static final int STATUS = 12;
    private static final int RESET = 0;
    private static final int ENABLE = 0x01;
    private static final int LOOPBACK = 0x02;
    private static final int WRAP = 0xEE;
    private static final int RESET_MOUSE = 0xFF;
    private static final int MODE = ENABLE | LOOPBACK;

    private static final int[] COMMANDS = {
        0x00, 0x01, 0x02, 0x03, 0x05, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xF0, 0xF2, 0xF3, 0xF4,
        0xF5, 0xF6, 0xFA, 0xFC, 0xFF
    };
    private static final int[] OPERATIONS = {0x0, 0x3, 0x6, 0xA, 0xF};

    private DeviceSubjects() {}

    static Subject parallel() {
        return new Subject("parallel", List.of(), range(PARALLEL, PARALLEL + 8, BYTE), List.of());
    }

    static Subject ps2() {
        return ps2("ps2", ENABLE, any(commands(KEYBOARD), commands(MOUSE), bothPorts()), WRAP);
    }

    /** In wrap mode the mouse echoes what it is sent. */
    static Subject ps2Wrap() {
        return ps2("ps2-wrap", ENABLE, any(commands(MOUSE), bothPorts()), RESET_MOUSE);
    }

    static Subject ps2Loopback() {
        return ps2("ps2-loopback", ENABLE | LOOPBACK, bothPorts(), -1);
    }

    /**
     * @param mode the lowest two bits of CONTROL, which stay
     * @param never what the mouse is not told: a reset does not end the wrap mode of the other's
     */
    private static Subject ps2(String name, int mode, Source source, int never) {
        return new Subject(
                name,
                List.of(new Step.Store(BYTE, KEYBOARD + CONTROL, mode), new Step.Store(BYTE, MOUSE + CONTROL, mode)),
                mostly(source, range(KEYBOARD, KEYBOARD + 0x200, BYTE)),
                List.of(
                        NotShared.stores("PS/2 RESET", store -> register(store) == RESET),
                        NotShared.stores(
                                "a PS/2 port that is not enabled, or changes between its device and the loopback",
                                store -> register(store) == CONTROL && (store.value() & MODE) != mode),
                        NotShared.stores(
                                "a reset of the mouse in wrap mode",
                                store -> register(store) == TRANSMIT
                                        && store.address() >= MOUSE
                                        && store.value() == never)));
    }

    private static Source bothPorts() {
        return any(
                range(KEYBOARD, KEYBOARD + 0x10, BYTE),
                range(MOUSE, MOUSE + 0x10, BYTE),
                control(KEYBOARD),
                control(MOUSE));
    }

    /** A port decodes two bits of the address. */
    private static long register(Step.Store store) {
        return store.address() & CONTROL + TRANSMIT;
    }

    /** Bytes to a keyboard or mouse, and its answers. */
    private static Source commands(long port) {
        return (random, to) -> {
            to.add(new Step.Store(BYTE, port + TRANSMIT, COMMANDS[random.nextInt(COMMANDS.length)]));
            for (int answers = random.nextInt(5); answers > 0; answers--) {
                to.add(new Step.Load(BYTE, port + (random.nextInt(3) == 0 ? STATUS : TRANSMIT)));
            }
        };
    }

    private static Source control(long port) {
        return (random, to) -> to.add(new Step.Store(BYTE, port + CONTROL, random.nextInt(256)));
    }

    static Subject artistRegisters() {
        return new Subject(
                "artist",
                List.of(),
                mostly(
                        any(
                                registers(
                                        ARTIST, WORD, 0x000000, 0x100000, 0x211110, 0x300000, 0x300004, 0x300008,
                                        0x30023C, 0x380000, 0x380004, 0x380008),
                                registers(ARTIST, WORD, 0x300200, 0x300208, 0x300218, 0x300308),
                                registers(
                                        ARTIST, WORD, 0x118000, 0x118004, 0x118008, 0x118010, 0x118014, 0x118018,
                                        0x11801C)),
                        range(ARTIST + 0x400, ARTIST + 0x2000, WORD, DOUBLEWORD)),
                List.of());
    }

    /** Pixels as bytes. */
    static Subject artistLinear() {
        return artistMemory(
                "artist-linear", 0x8300_0000L, one(DST_BM_ACCESS, 0x1360_1000L, 0x13A0_1000L), 0x1360_1000L);
    }

    /** Pixels as bits, with the mask and without. */
    static Subject artistMono() {
        return artistMemory("artist-mono", 0xA300_0000L, one(DST_BM_ACCESS, 0x2EA0_1000L, 0x28A0_1000L), 0x2EA0_1000L);
    }

    /** @param flags of IMAGE_BITMAP_OP, which may be set */
    private static Subject artistMemory(String name, long flags, Source destination, long mode) {
        Source modes = any(
                destination,
                one(SRC_BM_ACCESS, 0x13A0_1000L, 0x2EA0_1000L, 0x3BA0_1000L),
                register(IMAGE_BITMAP_OP, random -> operation(random, flags)),
                register(0x118018, random -> random.nextBoolean() ? 0xFF : random.nextInt(256)),
                register(0x118010, random -> random.nextInt(256)),
                register(0x118014, random -> random.nextInt(256)),
                register(0x1005A0, random -> Integer.toUnsignedLong(random.nextInt())));
        Source drawing = any(
                register(0x100800, DeviceSubjects::place),
                register(0x100804, DeviceSubjects::size),
                register(0x100808, DeviceSubjects::place),
                register(0x100A00, DeviceSubjects::place),
                register(0x100A04, DeviceSubjects::size),
                register(0x100B00, DeviceSubjects::place),
                register(0x100B04, DeviceSubjects::size),
                register(0x100E44, DeviceSubjects::place));
        Source pixels = (random, to) -> to.add(Source.access(
                random, WORD, VIDEO + random.nextInt(LINES) * LINE + random.nextInt(WORDS) * (long) WORD.bytes()));
        return new Subject(
                name,
                List.of(
                        store(IMAGE_BITMAP_OP, 0x8300_0300L),
                        store(0x118018, 0xFF),
                        store(DST_BM_ACCESS, mode),
                        store(SRC_BM_ACCESS, 0x13A0_1000L)),
                any(pixels, pixels, drawing, modes),
                List.of());
    }

    private static Source register(int offset, ToLongFunction<RandomGenerator> value) {
        return (random, to) -> to.add(store(offset, value.applyAsLong(random)));
    }

    private static Source one(int offset, long... values) {
        return (random, to) -> to.add(store(offset, values[random.nextInt(values.length)]));
    }

    private static Step store(int offset, long value) {
        return new Step.Store(WORD, ARTIST + offset, value);
    }

    /** A raster operation, foreground or background, and some of the flags. */
    private static long operation(RandomGenerator random, long flags) {
        long mask = random.nextBoolean() ? flags : flags & 0x8300_0000L;
        return mask | OPERATIONS[random.nextInt(OPERATIONS.length)] << 8 | random.nextInt(2) << 1;
    }

    private static long place(RandomGenerator random) {
        return (long) random.nextInt(96) << 16 | random.nextInt(24);
    }

    private static long size(RandomGenerator random) {
        return (long) random.nextInt(1, 32) << 16 | random.nextInt(1, 12);
    }
}
