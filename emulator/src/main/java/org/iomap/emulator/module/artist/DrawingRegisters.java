package org.iomap.emulator.module.artist;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import java.util.Map;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The registers that draw. A command is finished when its store is, so the chip is always idle.
 *
 * <p>Source: hardware reference, section 11.1; unimplemented ones are those that the X server and Linux write besides.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
final class DrawingRegisters {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final long WIDTH_OF_SIZE = 0xFFFF_0000L;

    private final RegisterBank status = bank(0x084);
    private final RegisterBank access = bank(0x1A4);
    private final RegisterBank commands = bank(0x308);
    private final RegisterBank lineXY = bank(0x004);
    private final RegisterBank lines = bank(0x0CC);
    private final RegisterBank ramdac = bank(0x00C);
    private final RegisterBank control = bank(0x020);

    // spotless:off
    // at 0x100000                                       offset  name                       access reset writable
    private final Register idle            = status.add(  0x000, "STATUS_100000",           R, 0, 0);
    private final Register reg100080       = status.add(  0x080, "REG_100080",              W, 0, ALL).unimplemented();
    // at 0x100480
    private final Register sourceIndex     = access.add(  0x000, "SRC_IDX",                 W, 0, ALL);
    private final Register index           = access.add(  0x020, "VRAM_IDX",                W, 0, ALL).afterStore(this::firstRow);
    private final Register bitmask         = access.add(  0x120, "VRAM_BITMASK",            W, 0, ALL);
    private final Register write           = access.add(  0x180, "VRAM_WRITE_INCR_X",       W, 0, ALL).afterStore(this::writeAlongX);
    private final Register write2          = access.add(  0x184, "VRAM_WRITE_INCR_X2",      W, 0, ALL).afterStore(this::writeAlongX2);
    private final Register writeDown       = access.add(  0x1A0, "VRAM_WRITE_INCR_Y",       W, 0, ALL).afterStore(this::writeAlongY);
    // at 0x100800
    private final Register start           = commands.add(0x000, "VRAM_START",              W, 0, ALL).afterStore(this::keepStart);
    private final Register size            = commands.add(0x004, "BLOCK_MOVE_SIZE",         W, 0, ALL).afterStore(this::keepSize);
    private final Register source          = commands.add(0x008, "BLOCK_MOVE_SOURCE",       W, 0, ALL);
    private final Register transferData    = commands.add(0x020, "TRANSFER_DATA",           W, 0, ALL).unimplemented();
    private final Register font            = commands.add(0x0A0, "FONT_WRITE_INCR_Y",       W, 0, ALL).afterStore(this::continueCharacter);
    private final Register startTrigger    = commands.add(0x200, "VRAM_START_TRIGGER",      W, 0, ALL).afterStore(this::fillAtStart);
    private final Register sizeTrigger     = commands.add(0x204, "VRAM_SIZE_TRIGGER",       W, 0, ALL).afterStore(this::fillOfSize);
    private final Register fontStart       = commands.add(0x2A0, "FONT_WRITE_START",        W, 0, ALL).afterStore(this::startCharacter);
    private final Register moveTo          = commands.add(0x300, "BLOCK_MOVE_DEST_TRIGGER", W, 0, ALL).afterStore(this::moveTo);
    private final Register moveOfSize      = commands.add(0x304, "BLOCK_MOVE_SIZE_TRIGGER", W, 0, ALL).afterStore(this::moveOfSize);
    // at 0x100CCC
    private final Register lineLength      = lineXY.add(  0x000, "LINE_XY",                 W, 0, ALL).afterStore(this::lineOfLength);
    // at 0x100E04
    private final Register lineSize        = lines.add(   0x000, "LINE_SIZE",               W, 0, ALL).afterStore(this::lineOfSize);
    private final Register lineEnd         = lines.add(   0x040, "LINE_END",                W, 0, ALL).afterStore(this::lineToEnd);
    private final Register patternLine     = lines.add(   0x0C8, "PATTERN_LINE_START",      W, 0, ALL).unimplemented();
    // at 0x101020
    private final Register ramdacAddress   = ramdac.add(  0x000, "RAMDAC_ADDRESS",          W, 0, ALL).unimplemented();
    private final Register ramdacData      = ramdac.add(  0x008, "RAMDAC_DATA",             W, 0, ALL).unimplemented();
    // at 0x118000
    private final Register bothAccess      = control.add( 0x000, "DST_SRC_BM_ACCESS",       W, 0, ALL).afterStore(this::setBoth).bits("-:12 BUFFER:4 MODE:16");
    private final Register destination     = control.add( 0x004, "DST_BM_ACCESS",           W, 0, ALL).bits("-:12 BUFFER:4 MODE:16");
    private final Register sourceAccess    = control.add( 0x008, "SRC_BM_ACCESS",           W, 0, ALL).bits("-:12 BUFFER:4 MODE:16");
    private final Register controlPlane    = control.add( 0x00C, "CONTROL_PLANE",           W, 0, ALL);
    private final Register foreground      = control.add( 0x010, "FG_COLOR",                W, 0, ALL);
    private final Register background      = control.add( 0x014, "BG_COLOR",                W, 0, ALL);
    private final Register planeMask       = control.add( 0x018, "PLANE_MASK",              W, 0xFF, ALL);
    private final Register bitmapOp        = control.add( 0x01C, "IMAGE_BITMAP_OP",         W, 0x2300_0300L, ALL)
                                                    .bits("- FOREGROUND -:6 OPERATION:4 -:16 TRANSPARENT BITMASK");
    // spotless:on

    private final PixelPort port;
    private final Drawing drawing;
    private int row;
    private int characterRow;

    DrawingRegisters(Buffers buffers) {
        Pen pen = new Pen(foreground, background, planeMask, bitmask, bitmapOp);
        port = new PixelPort(buffers, destination, sourceAccess, pen);
        drawing = new Drawing(buffers.image(), pen);
    }

    /** Register maps by offset. */
    Map<Integer, RegisterBank> banks() {
        return Map.of(
                0x100000, status,
                0x100480, access,
                0x100800, commands,
                0x100CCC, lineXY,
                0x100E04, lines,
                0x101020, ramdac,
                0x118000, control);
    }

    PixelPort port() {
        return port;
    }

    /** Where a transfer out of the colour map starts, 4 for each entry. */
    long sourceIndex() {
        return sourceIndex.value();
    }

    void reset() {
        banks().values().forEach(RegisterBank::reset);
        row = 0;
        characterRow = 0;
    }

    /** VRAM_WRITE_INCR_Y starts again at its position. */
    void firstRow() {
        row = 0;
    }

    private void writeAlongX() {
        writeAlongX(write.value());
    }

    private void writeAlongX2() {
        writeAlongX(write2.value());
    }

    private void writeAlongX(long value) {
        index.value(port.store(index.value(), row, Width.WORD, (int) value) & ALL);
    }

    private void writeAlongY() {
        port.store(index.value(), row++, Width.WORD, (int) writeDown.value());
    }

    private void setBoth() {
        destination.value(bothAccess.value());
        sourceAccess.value(bothAccess.value());
    }

    private void keepStart() {
        moveStart(start.value());
    }

    private void keepSize() {
        moveOfSize.value(size.value());
    }

    private void fillAtStart() {
        moveStart(startTrigger.value());
        fill(size.value());
    }

    private void fillOfSize() {
        fill(sizeTrigger.value());
    }

    private void fill(long rectangle) {
        if (isImage()) {
            drawing.fill(start.value(), rectangle);
        }
    }

    private void moveTo() {
        move(moveTo.value());
    }

    private void moveOfSize() {
        size.value(moveOfSize.value());
        move(start.value());
    }

    private void move(long to) {
        if (isImage()) {
            drawing.move(source.value(), to, size.value());
        }
    }

    /** Hardware: the control planes choose other planes for fills and moves. Here: those draw nothing. */
    private boolean isImage() {
        return controlPlane.value() == 0;
    }

    private void lineOfSize() {
        lineTo(lineSize.value());
    }

    private void lineToEnd() {
        lineTo(lineEnd.value());
    }

    private void lineTo(long end) {
        if (drawing.line(Drawing.x(start.value()), Drawing.y(start.value()), Drawing.x(end), Drawing.y(end))) {
            moveStart(end);
        }
    }

    /** A line along an axis, as long as LINE_XY says; the signs of BLOCK_MOVE_SIZE are its direction. */
    private void lineOfLength() {
        int length = Drawing.width(lineLength.value());
        int alongX = Integer.signum(Drawing.x(size.value())) * length;
        int alongY = Integer.signum(Drawing.y(size.value())) * length;
        int x = Drawing.x(start.value());
        int y = Drawing.y(start.value());
        drawing.line(
                Math.max(0, x + Math.min(0, alongX)),
                Math.max(0, y + Math.min(0, alongY)),
                Math.max(0, x + Math.max(0, alongX)),
                Math.max(0, y + Math.max(0, alongY)));
    }

    private void startCharacter() {
        characterRow = 0;
        character(fontStart.value());
    }

    private void continueCharacter() {
        character(font.value());
    }

    /** Draws two rows of a character, or one if that was the last; after the last the next character is beside it. */
    private void character(long rows) {
        for (int shift = Short.SIZE; shift >= 0; shift -= Short.SIZE) {
            int y = Drawing.y(start.value()) + characterRow;
            drawing.characterRow(Drawing.x(start.value()), y, (int) (rows >>> shift) & 0xFFFF);
            if (++characterRow == Drawing.y(size.value())) {
                moveStart((start.value() + (size.value() & WIDTH_OF_SIZE)) & ALL);
                return;
            }
        }
    }

    private void moveStart(long position) {
        start.value(position);
        startTrigger.value(position);
    }

    private static RegisterBank bank(int bytes) {
        return new RegisterBank(Width.WORD, bytes).byByteLanes();
    }
}
