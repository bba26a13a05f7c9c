package org.iomap.emulator.module.ps2;

import java.nio.ByteBuffer;

/**
 * Turns what a terminal sends for a key back into the key.
 *
 * <p>Source: XTerm Control Sequences, "PC-Style Function Keys"; for the keys it has no sequence for, the numbers of the
 * kitty keyboard protocol. ESC before a character is Alt. What no key of a US keyboard types is passed over.
 */
final class TerminalKeys {
    private static final int ESCAPE = 0x1B;
    private static final int CONTROLS = 0x20;
    private static final int MOST_PARAMETER = 0xFFFF;
    private static final String WITH_ONE_PARAMETER = "~u";

    private TerminalKeys() {}

    /**
     * Takes the bytes of one key from {@code typed}, at least one; null is no key. A key's bytes are never in parts.
     */
    static Stroke next(ByteBuffer typed) {
        int first = typed.get() & 0xFF;
        if (first != ESCAPE || !typed.hasRemaining()) {
            return character(first, 0);
        }
        int second = typed.get(typed.position()) & 0xFF;
        if (second == ESCAPE) {
            return character(ESCAPE, 0);
        }
        typed.get();
        if (second == 'O' && typed.hasRemaining()) {
            return sequence(String.valueOf((char) (typed.get() & 0xFF)), 0);
        }
        if (second == '[' && typed.hasRemaining()) {
            return controlSequence(typed);
        }
        return character(second, Stroke.ALT);
    }

    /** The rest of {@code CSI first ; modifiers final}. */
    private static Stroke controlSequence(ByteBuffer typed) {
        int[] parameters = {1, 1};
        int parameter = 0;
        for (int digits = 0; typed.hasRemaining(); ) {
            int next = typed.get() & 0xFF;
            if (next == ';') {
                parameter = Math.min(parameter + 1, 1);
                digits = 0;
            } else if (next >= '0' && next <= '9') {
                digits = Math.min(10 * digits + next - '0', MOST_PARAMETER);
                parameters[parameter] = digits;
            } else {
                return finished((char) next, parameters[0], parameters[1] - 1 & Stroke.ALL);
            }
        }
        return null;
    }

    private static Stroke finished(char last, int first, int held) {
        if (last == 'Z') {
            return character('\t', Stroke.SHIFT);
        }
        String sequence = WITH_ONE_PARAMETER.indexOf(last) < 0 ? String.valueOf(last) : first + String.valueOf(last);
        Stroke key = sequence(sequence, held);
        return key == null && last == 'u' ? character(first, held) : key;
    }

    private static Stroke sequence(String sequence, int held) {
        Key key = Key.of(sequence);
        return key == null ? null : new Stroke(key, held);
    }

    private static Stroke character(int character, int held) {
        if (character == '\n') {
            return character('\r', held);
        }
        Key key = Key.of(character);
        if (key != null) {
            return new Stroke(key, key.isShifted(character) ? held | Stroke.SHIFT : held);
        }
        if (character >= CONTROLS) {
            return null;
        }
        boolean letter = character >= 1 && character <= 26;
        return new Stroke(Key.of(character | (letter ? 0x60 : 0x40)), held | Stroke.CONTROL);
    }
}
