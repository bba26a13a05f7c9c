package org.iomap.cli.command;

import static org.iomap.cli.command.Canvas.Anchor.END;
import static org.iomap.cli.command.Canvas.Anchor.MIDDLE;
import static org.iomap.cli.command.Canvas.Anchor.START;
import static org.iomap.cli.command.Canvas.Letters.BOLD;
import static org.iomap.cli.command.Canvas.Letters.MONO;
import static org.iomap.cli.command.Canvas.Letters.MONO_BOLD;
import static org.iomap.cli.command.Canvas.Letters.PLAIN;

import java.util.List;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.RegisterEntry;

/** A register as a row of bits, the most significant first, with the names and values of its fields below. */
final class RegisterDrawing {
    private static final int CELL = 35;
    private static final int NARROWEST = 16 * CELL;
    private static final int CELL_HEIGHT = 34;
    private static final int BITS_AT = 58;
    private static final int FIELDS_AT = BITS_AT + CELL_HEIGHT + 30;
    private static final int FIELD_WIDTH = 280;
    private static final int FIELDS_IN_A_LINE = 4;
    private static final int LINE = 22;
    private static final int END_GAP = 24;

    private static final int INK = 0x1F2933;
    private static final int GREY = 0x6B7785;
    private static final int EDGE = 0xCBD2D9;
    private static final int NO_FIELD = 0xF5F7FA;
    private static final int[] FIELD = {0xBEE3F8, 0xC6F6D5, 0xFEEBC8, 0xE9D8FD, 0xFED7D7, 0xB2F5EA, 0xFAF089, 0xE2E8F0};

    private final RegisterEntry register;
    private final List<FieldEntry> fields;
    private final String heading;
    private final int bits;

    /** @param heading words before the name, or "" */
    RegisterDrawing(RegisterEntry register, String heading) {
        this.register = register;
        this.fields = register.fields();
        this.heading = heading;
        this.bits = (int) register.width() * Byte.SIZE;
    }

    int height() {
        int lines = (fields.size() + FIELDS_IN_A_LINE - 1) / FIELDS_IN_A_LINE;
        return (lines == 0 ? FIELDS_AT - 14 : FIELDS_AT + lines * LINE) + END_GAP;
    }

    void on(Canvas canvas, int x, int y) {
        int right = x + Math.max(bits * cell(), NARROWEST);
        String title = heading.isEmpty() ? register.name() : heading + " " + register.name();
        canvas.text(x, y + 20, 18, BOLD, START, INK, title);
        canvas.text(right, y + 20, 18, MONO_BOLD, END, INK, value());
        canvas.text(x, y + 38, 13, PLAIN, START, GREY, facts());
        for (int bit = bits - 1; bit >= 0; bit--) {
            bit(canvas, bit, x + (bits - 1 - bit) * cell(), y + BITS_AT);
        }
        for (int i = 0; i < fields.size(); i++) {
            field(canvas, i, x + i % FIELDS_IN_A_LINE * FIELD_WIDTH, y + FIELDS_AT + i / FIELDS_IN_A_LINE * LINE);
        }
    }

    private int cell() {
        return bits > 32 ? CELL / 2 : CELL;
    }

    private boolean isReadable() {
        return register.readable() == 1;
    }

    private String value() {
        return isReadable() ? Chain.value(register, register.value()) : "is not read";
    }

    private String facts() {
        return "%d byte%s, %s, %s after a reset"
                .formatted(
                        register.width(),
                        register.width() == 1 ? "" : "s",
                        Chain.access(register),
                        Chain.value(register, register.reset()));
    }

    private void bit(Canvas canvas, int bit, int x, int y) {
        int field = fieldAt(bit);
        canvas.box(x, y, cell(), CELL_HEIGHT, field < 0 ? NO_FIELD : colour(field), EDGE, 1);
        canvas.text(x + cell() / 2, y - 4, 10, PLAIN, MIDDLE, GREY, Integer.toString(bit));
        String digit = isReadable() ? Long.toString(register.value() >>> bit & 1) : "·";
        canvas.text(x + cell() / 2, y + 23, 15, MONO, MIDDLE, INK, digit);
    }

    private int fieldAt(int bit) {
        for (int i = 0; i < fields.size(); i++) {
            long lowest = fields.get(i).lowestBit();
            if (bit >= lowest && bit < lowest + fields.get(i).bits()) {
                return i;
            }
        }
        return -1;
    }

    private void field(Canvas canvas, int index, int x, int y) {
        FieldEntry field = fields.get(index);
        canvas.box(x, y - 11, 14, 14, colour(index), EDGE, 1);
        String value = isReadable() ? " = 0x%x".formatted(Chain.value(field, register.value())) : "";
        canvas.text(x + 22, y, 12, PLAIN, START, GREY, Chain.bits(field));
        canvas.text(x + 92, y, 13, MONO, START, INK, field.name() + value);
    }

    private static int colour(int field) {
        return FIELD[field % FIELD.length];
    }
}
