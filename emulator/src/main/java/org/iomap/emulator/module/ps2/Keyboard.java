package org.iomap.emulator.module.ps2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.iomap.emulator.register.ByteFifo;

/**
 * A PS/2 keyboard with US keys.
 *
 * <p>Source: hardware reference, section 7. Answers come before scan codes, and a new command discards the answers to
 * the one before. In scan code set 3 every key tells when it is released. Nothing repeats: no key is held for long.
 */
final class Keyboard implements Ps2Device {
    private static final int ECHO = 0xEE;
    private static final int SET_LEDS = 0xED;
    private static final int SCAN_CODE_SET = 0xF0;
    private static final int IDENTIFY = 0xF2;
    private static final int SET_TYPEMATIC_RATE = 0xF3;
    private static final int ENABLE = 0xF4;
    private static final int DISABLE = 0xF5;
    private static final int SET_DEFAULTS = 0xF6;
    private static final int ALL_KEYS_MAKE_BREAK = 0xFA;
    private static final int SET_KEY_MAKE_BREAK = 0xFC;
    private static final int RESET = 0xFF;
    private static final int NOTHING = 0x00;
    private static final int NO_COMMAND = -1;

    private static final int ACKNOWLEDGE = 0xFA;
    private static final int RESEND = 0xFE;
    private static final int SELF_TEST_PASSED = 0xAA;
    private static final int ID_FIRST = 0xAB;
    private static final int ID_SECOND = 0x83;

    private static final int QUEUE = 16;
    private static final int LONGEST_ANSWER = 3;
    private static final int TYPED_AHEAD = 256;
    private static final int SET_2 = 2;

    private final ByteFifo answers = new ByteFifo(LONGEST_ANSWER);
    private final ByteFifo scanned = new ByteFifo(QUEUE);
    private final ScanCodes scanCodes = new ScanCodes(scanned);
    private final Queue<Stroke> typed = new ArrayDeque<>();
    private int unfinished;
    private int scanCodeSet;
    private boolean scanning;

    Keyboard() {
        reset();
    }

    /**
     * Somebody types.
     *
     * @param keys what a terminal sends for them; the bytes of a key are not divided
     * @return how many bytes were taken; the others are offered again later
     */
    int type(ByteBuffer keys) {
        int first = keys.position();
        while (keys.hasRemaining() && typed.size() < TYPED_AHEAD) {
            Stroke stroke = TerminalKeys.next(keys);
            if (stroke != null) {
                typed.add(stroke);
            }
        }
        scan();
        return keys.position() - first;
    }

    @Override
    public void receive(int value) {
        answers.clear();
        if (unfinished == NO_COMMAND) {
            command(value);
        } else {
            argument(unfinished, value);
            unfinished = NO_COMMAND;
        }
        scan();
    }

    private void command(int command) {
        switch (command) {
            case ECHO -> answers.offer(ECHO);
            case IDENTIFY -> answer(ACKNOWLEDGE, ID_FIRST, ID_SECOND);
            case SET_LEDS, SCAN_CODE_SET, SET_TYPEMATIC_RATE, SET_KEY_MAKE_BREAK -> {
                unfinished = command;
                answers.offer(ACKNOWLEDGE);
            }
            case ENABLE -> {
                scanning = true;
                answers.offer(ACKNOWLEDGE);
            }
            case DISABLE, SET_DEFAULTS -> {
                setDefaults();
                scanning = command == SET_DEFAULTS;
                answers.offer(ACKNOWLEDGE);
            }
            case RESET -> {
                setDefaults();
                answers.offer(ACKNOWLEDGE);
                answers.offer(SELF_TEST_PASSED);
            }
            case ALL_KEYS_MAKE_BREAK, NOTHING -> answers.offer(ACKNOWLEDGE);
            default -> answers.offer(RESEND);
        }
    }

    private void argument(int command, int value) {
        if (command != SCAN_CODE_SET) {
            answers.offer(ACKNOWLEDGE);
        } else if (value == 0) {
            answers.offer(ACKNOWLEDGE);
            answers.offer(scanCodeSet);
        } else if (value <= 3) {
            scanCodeSet = value;
            answers.offer(ACKNOWLEDGE);
        } else {
            answers.offer(RESEND);
        }
    }

    private void answer(int first, int second, int third) {
        answers.offer(first);
        answers.offer(second);
        answers.offer(third);
    }

    private void setDefaults() {
        scanned.clear();
        scanCodeSet = SET_2;
        scanning = true;
    }

    /** The next stroke, once the program has taken the one before. */
    private void scan() {
        if (scanning && scanned.count() == 0 && !typed.isEmpty()) {
            scanCodes.send(typed.remove(), scanCodeSet);
        }
    }

    @Override
    public boolean hasByte() {
        return answers.count() + scanned.count() > 0;
    }

    @Override
    public int peek() {
        return answers.count() > 0 ? answers.peek() : scanned.peek();
    }

    @Override
    public void take() {
        if (answers.count() > 0) {
            answers.take();
        } else {
            scanned.take();
            scan();
        }
    }

    @Override
    public void flush() {
        answers.clear();
        scanned.clear();
        scan();
    }

    @Override
    public void reset() {
        answers.clear();
        typed.clear();
        unfinished = NO_COMMAND;
        setDefaults();
    }
}
