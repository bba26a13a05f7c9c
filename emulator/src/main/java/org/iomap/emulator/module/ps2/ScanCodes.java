package org.iomap.emulator.module.ps2;

import org.iomap.emulator.register.ByteFifo;

/** Sends what a keyboard sends while a key is pressed and released. */
final class ScanCodes {
    /** Of the longest stroke: three keys held and one of two bytes, in set 2. */
    static final int MOST = 14;

    private static final int EXTENDED = 0xE0;
    private static final int BREAK = 0xF0;
    private static final int RELEASED_IN_SET_1 = 0x80;
    private static final int[] PAUSE_IN_SET_1 = {0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5};
    private static final int[] PAUSE_IN_SET_2 = {0xE1, 0x14, 0x77, 0xE1, 0xF0, 0x14, 0xF0, 0x77};

    private final ByteFifo queue;

    ScanCodes(ByteFifo queue) {
        this.queue = queue;
    }

    /** @param set 1 to 3 */
    void send(Stroke stroke, int set) {
        if (stroke.key() == Key.PAUSE && set != 3) {
            for (int code : set == 1 ? PAUSE_IN_SET_1 : PAUSE_IN_SET_2) {
                queue.offer(code);
            }
            return;
        }
        if (stroke.holds(Stroke.CONTROL)) {
            press(Key.CONTROL_LEFT, set);
        }
        if (stroke.holds(Stroke.ALT)) {
            press(Key.ALT_LEFT, set);
        }
        if (stroke.holds(Stroke.SHIFT)) {
            press(Key.SHIFT_LEFT, set);
        }
        press(stroke.key(), set);
        release(stroke.key(), set);
        if (stroke.holds(Stroke.SHIFT)) {
            release(Key.SHIFT_LEFT, set);
        }
        if (stroke.holds(Stroke.ALT)) {
            release(Key.ALT_LEFT, set);
        }
        if (stroke.holds(Stroke.CONTROL)) {
            release(Key.CONTROL_LEFT, set);
        }
    }

    private void press(Key key, int set) {
        int code = key.scanCode(set);
        extend(code);
        queue.offer(code);
    }

    private void release(Key key, int set) {
        int code = key.scanCode(set);
        extend(code);
        if (set == 1) {
            queue.offer(code | RELEASED_IN_SET_1);
        } else {
            queue.offer(BREAK);
            queue.offer(code);
        }
    }

    private void extend(int code) {
        if (code >> 8 == EXTENDED) {
            queue.offer(EXTENDED);
        }
    }
}
