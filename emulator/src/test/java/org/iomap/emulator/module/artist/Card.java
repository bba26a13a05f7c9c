package org.iomap.emulator.module.artist;

import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Width;

/** An Artist in its slot, with the words that a program for it is made of. */
final class Card {
    static final int VRAM_IDX = 0x1004A0;
    static final int VRAM_BITMASK = 0x1005A0;
    static final int VRAM_WRITE_INCR_X = 0x100600;
    static final int VRAM_WRITE_INCR_Y = 0x100620;
    static final int VRAM_START = 0x100800;
    static final int BLOCK_MOVE_SIZE = 0x100804;
    static final int BLOCK_MOVE_SOURCE = 0x100808;
    static final int FONT_WRITE_INCR_Y = 0x1008A0;
    static final int VRAM_START_TRIGGER = 0x100A00;
    static final int VRAM_SIZE_TRIGGER = 0x100A04;
    static final int FONT_WRITE_START = 0x100AA0;
    static final int BLOCK_MOVE_DEST_TRIGGER = 0x100B00;
    static final int BLOCK_MOVE_SIZE_TRIGGER = 0x100B04;
    static final int LINE_XY = 0x100CCC;
    static final int LINE_END = 0x100E44;
    static final int DST_SRC_BM_ACCESS = 0x118000;
    static final int DST_BM_ACCESS = 0x118004;
    static final int SRC_BM_ACCESS = 0x118008;
    static final int CONTROL_PLANE = 0x11800C;
    static final int FG_COLOR = 0x118010;
    static final int BG_COLOR = 0x118014;
    static final int PLANE_MASK = 0x118018;
    static final int IMAGE_BITMAP_OP = 0x11801C;
    static final int SRC_IDX = 0x100480;
    static final int CURSOR_POS = 0x300100;
    static final int CURSOR_CTRL = 0x300104;
    static final int LUT_TRANSFER = 0x300118;
    static final int HORIZ_BACKPORCH = 0x300200;
    static final int MISC_VIDEO = 0x300218;

    static final int LINEAR = 0x1360_1000;
    static final int PIXELS = 0x13A0_1000;
    static final int MONO = 0x2EA0_1000;
    static final int COPY = 0x8300_0300;
    static final int COPY_FOREGROUND = 0x8300_0302;
    static final int BITMASK = 0x2000_0000;

    private static final long SLOT = 0xF800_0000L;
    private static final long MEMORY = 0xF900_0000L;

    final Artist artist = new Artist();
    final IoSpace ioSpace = new IoSpace(new Trace(64, () -> 0));

    Card() {
        artist.registers().forEach((offset, bank) -> ioSpace.add(SLOT + offset, bank, "artist"));
        ioSpace.add(MEMORY, artist.memory(), "artist");
    }

    /** A card as Linux sets it up: bytes of the linear window are pixels, and all planes are written. */
    static Card ready() {
        Card card = new Card();
        card.store(DST_SRC_BM_ACCESS, LINEAR);
        card.store(IMAGE_BITMAP_OP, COPY);
        return card;
    }

    long load(int register) {
        return ioSpace.load(SLOT + register, Width.WORD);
    }

    void store(int register, long value) {
        ioSpace.store(SLOT + register, Width.WORD, value);
    }

    long load(int register, Width width) {
        return ioSpace.load(SLOT + register, width);
    }

    void store(int register, Width width, long value) {
        ioSpace.store(SLOT + register, width, value);
    }

    long loadMemory(long offset, Width width) {
        return ioSpace.load(MEMORY + offset, width);
    }

    void storeMemory(long offset, Width width, long value) {
        ioSpace.store(MEMORY + offset, width, value);
    }

    static long xy(int x, int y) {
        return (x & 0xFFFFL) << 16 | (y & 0xFFFF);
    }

    /** Where a pixel is in the linear window. */
    static long at(int x, int y) {
        return y * 2048L + x;
    }

    int pixel(int x, int y) {
        store(SRC_BM_ACCESS, LINEAR);
        return (int) loadMemory(at(x, y), Width.BYTE);
    }

    /** Pixels of a line, as one digit each; those of more than 9 are {@code #}. */
    String line(int x, int y, int length) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int pixel = pixel(x + i, y);
            line.append(pixel > 9 ? "#" : pixel);
        }
        return line.toString();
    }

    void draw(int x, int y, String digits) {
        store(DST_BM_ACCESS, LINEAR);
        for (int i = 0; i < digits.length(); i++) {
            storeMemory(at(x + i, y), Width.BYTE, digits.charAt(i) - '0');
        }
    }

    void fill(int x, int y, int width, int height) {
        store(VRAM_START, xy(x, y));
        store(VRAM_SIZE_TRIGGER, xy(width, height));
    }

    void move(int fromX, int fromY, int toX, int toY, int width, int height) {
        store(BLOCK_MOVE_SIZE, xy(width, height));
        store(BLOCK_MOVE_SOURCE, xy(fromX, fromY));
        store(BLOCK_MOVE_DEST_TRIGGER, xy(toX, toY));
    }

    void drawLine(int x1, int y1, int x2, int y2) {
        store(VRAM_START, xy(x1, y1));
        store(LINE_END, xy(x2, y2));
    }

    void colour(int number, int rgb) {
        store(DST_BM_ACCESS, 0xBBE0_F000L);
        store(VRAM_IDX, number << 2);
        store(VRAM_WRITE_INCR_X, rgb);
    }
}
