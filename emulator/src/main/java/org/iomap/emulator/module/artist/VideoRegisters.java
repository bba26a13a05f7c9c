package org.iomap.emulator.module.artist;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import java.util.Map;
import java.util.function.LongSupplier;
import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The registers of the picture: identification, timing, screen, cursor.
 *
 * <p>Source: hardware reference, section 11.1; for the cursor and its colours the NGLE driver of HP's X11R6 server.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
final class VideoRegisters {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final long SIZE = (long) Buffers.WIDTH << 16 | Buffers.HEIGHT;
    private static final long PORCH = 0x0020_2000;
    private static final long HEIGHT_LOW = Buffers.HEIGHT % 0x100L << 24;
    private static final long HEIGHT_HIGH = Buffers.HEIGHT & 0xFF00;
    private static final long HEIGHT_HIGH_BITS = 0xFF00;
    private static final long BLANK = 0x0004_0000;
    private static final int CURSOR_TABLE = 2;
    private static final int GROUP_SHIFT = 19;
    private static final int PIXELS_AT_A_TIME = 4;
    private static final int PIPELINE_DELAY = 4;

    private final RegisterBank busy00 = bank(0x004);
    private final RegisterBank geometry = bank(0x004);
    private final RegisterBank status30 = bank(0x00C);
    private final RegisterBank cursor = bank(0x01C);
    private final RegisterBank timing = bank(0x040);
    private final RegisterBank misc = bank(0x004);
    private final RegisterBank status38 = bank(0x00C);

    // spotless:off
    // at 0x000000                                      offset  name                access reset writable
    private final Register status000      = busy00.add(  0x000, "STATUS_000000",    R,  0, 0);
    // at 0x211110
    private final Register size           = geometry.add(0x000, "SIZE",             R,  SIZE, 0).bits("HEIGHT:16 WIDTH:15 ONE_BIT");
    // at 0x300000
    private final Register status300      = status30.add(0x000, "STATUS_300000",    R,  0, 0);
    private final Register status304      = status30.add(0x004, "STATUS_300004",    R,  0, 0);
    private final Register frameAccess    = status30.add(0x004, "FB_ACCESS",        W,  0, ALL).unimplemented();
    private final Register fifo30         = status30.add(0x008, "FIFO",             R,  0x10, 0);
    // at 0x300100
    private final Register cursorPosition = cursor.add(  0x000, "CURSOR_POS",       W,  0, ALL).bits("Y:16 X_PIXEL:3 X_GROUP:13");
    private final Register cursorControl  = cursor.add(  0x004, "CURSOR_CTRL",      W,  0, ALL).bits("HIDDEN_LINES:6 - VISIBLE");
    private final Register lookupTable    = cursor.add(  0x018, "LUT_TRANSFER",     W,  0, ALL).afterStore(this::transferColours).bits("LENGTH:10 -:4 TABLE:2 OFFSET:10 -:4 WAIT_BLANK ENABLE");
    // at 0x300200
    private final Register backPorch      = timing.add(  0x000, "HORIZ_BACKPORCH",  RW, 0, ALL).afterStore(this::keepPorch).bits("-:8 PORCH_2:8 PORCH_1:8");
    private final Register activeLinesLow = timing.add(  0x008, "ACTIVE_LINES_LOW", RW, 0, 0x00FF_FFFFL).live(this::withHeightLow);
    private final Register miscVideo      = timing.add(  0x018, "MISC_VIDEO",       RW, 0x0A00_0000, ALL)
                                                .live(this::videoState).afterLoad(this::toggleBlank).bits("-:18 BLANK -:6 SCREEN_1 - SCREEN_2");
    private final Register id30           = timing.add(  0x03C, "ID_30023C",        R,  0xAC4F_FDACL, 0);
    // at 0x300308
    private final Register miscControl    = misc.add(    0x000, "MISC_CTRL",        RW, 0x0080_0000, ALL);
    // at 0x380000
    private final Register status380      = status38.add(0x000, "STATUS_380000",    R,  0, 0);
    private final Register id38           = status38.add(0x004, "ID_380004",        R,  0x6DC2_0006, 0);
    private final Register fifo38         = status38.add(0x008, "FIFO_380008",      R,  0x10, 0);
    // spotless:on

    private final Flag screen1 = miscVideo.flag("SCREEN_1");
    private final Flag screen2 = miscVideo.flag("SCREEN_2");
    private final Field porch1 = backPorch.field("PORCH_1");
    private final Field porch2 = backPorch.field("PORCH_2");
    private final Field y = cursorPosition.field("Y");
    private final Field xPixel = cursorPosition.field("X_PIXEL");
    private final Field hiddenLines = cursorControl.field("HIDDEN_LINES");
    private final Flag visible = cursorControl.flag("VISIBLE");
    private final Flag transferEnable = lookupTable.flag("ENABLE");
    private final Field table = lookupTable.field("TABLE");
    private final Field offset = lookupTable.field("OFFSET");
    private final Field length = lookupTable.field("LENGTH");

    private final Colours colours;
    private final LongSupplier sourceIndex;

    /** @param sourceIndex where a transfer out of the colour map starts, 4 for each entry */
    VideoRegisters(Colours colours, LongSupplier sourceIndex) {
        this.colours = colours;
        this.sourceIndex = sourceIndex;
    }

    /** Register maps by offset. */
    Map<Integer, RegisterBank> banks() {
        return Map.of(
                0x000000, busy00,
                0x211110, geometry,
                0x300000, status30,
                0x300100, cursor,
                0x300200, timing,
                0x300308, misc,
                0x380000, status38);
    }

    void reset() {
        banks().values().forEach(RegisterBank::reset);
    }

    boolean isScreenOn() {
        return screen1.isSet() && screen2.isSet();
    }

    boolean isCursorVisible() {
        return visible.isSet();
    }

    /** The column of the cursor's left edge: its group of pixels, a signed number, and which of the group. */
    int cursorX() {
        int group = (int) cursorPosition.value() >> GROUP_SHIFT;
        int groups = group + PIPELINE_DELAY - (porch1.value() + porch2.value() + 2);
        return groups * PIXELS_AT_A_TIME + xPixel.value();
    }

    /** The line of the cursor's upper edge. */
    int cursorY() {
        return Buffers.HEIGHT - y.value() - hiddenLines.value();
    }

    private void transferColours() {
        if (transferEnable.isSet() && table.value() == CURSOR_TABLE) {
            colours.loadCursor(sourceIndex.getAsLong() >>> 2, offset.value(), length.value());
        }
    }

    private void keepPorch() {
        backPorch.value(PORCH);
    }

    private long withHeightLow() {
        return activeLinesLow.value() | HEIGHT_LOW;
    }

    /** What a load finds: it has toggled the blank already. */
    private long videoState() {
        return ((miscVideo.value() ^ BLANK) & ~HEIGHT_HIGH_BITS) | HEIGHT_HIGH;
    }

    private void toggleBlank() {
        miscVideo.value(miscVideo.value() ^ BLANK);
    }

    private static RegisterBank bank(int bytes) {
        return new RegisterBank(Width.WORD, bytes).byByteLanes();
    }
}
