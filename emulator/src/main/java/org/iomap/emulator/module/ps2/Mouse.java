package org.iomap.emulator.module.ps2;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.ByteFifo;

/**
 * A PS/2 mouse: its commands.
 *
 * <p>Source: hardware reference, section 7. Until it is reset or given its defaults, status, resolution and rate read
 * 0, as on the oracle; hardware: 00 02 64. Unread answers stay, and what it does not know it does not answer.
 */
final class Mouse implements Ps2Device {
    private static final int SCALE_1_TO_1 = 0xE6;
    private static final int SCALE_2_TO_1 = 0xE7;
    private static final int SET_RESOLUTION = 0xE8;
    private static final int STATUS = 0xE9;
    private static final int STREAM_MODE = 0xEA;
    private static final int POLL = 0xEB;
    private static final int END_WRAP_MODE = 0xEC;
    private static final int WRAP_MODE = 0xEE;
    private static final int REMOTE_MODE = 0xF0;
    private static final int IDENTIFY = 0xF2;
    private static final int SET_RATE = 0xF3;
    private static final int ENABLE = 0xF4;
    private static final int DISABLE = 0xF5;
    private static final int SET_DEFAULTS = 0xF6;
    private static final int RESET = 0xFF;
    private static final int NO_COMMAND = -1;

    private static final int ACKNOWLEDGE = 0xFA;
    private static final int SELF_TEST_PASSED = 0xAA;
    private static final int QUEUE = 16;

    private final ByteFifo queue = new ByteFifo(QUEUE);
    private final MouseReports reports;
    private int unfinished = NO_COMMAND;
    private boolean wrapping;

    /** @param sent is called when the mouse sends something of its own accord */
    Mouse(Clock clock, Runnable sent) {
        this.reports = new MouseReports(queue, clock, sent);
    }

    MouseReports reports() {
        return reports;
    }

    @Override
    public void receive(int value) {
        if (unfinished != NO_COMMAND) {
            argument(unfinished, value);
            unfinished = NO_COMMAND;
        } else if (wrapping && value != END_WRAP_MODE && value != RESET) {
            queue.offer(value);
        } else {
            command(value);
        }
    }

    private void command(int command) {
        switch (command) {
            case SCALE_1_TO_1, SCALE_2_TO_1 -> reports.doubling(command == SCALE_2_TO_1);
            case STREAM_MODE, REMOTE_MODE -> reports.remote(command == REMOTE_MODE);
            case ENABLE, DISABLE -> reports.enable(command == ENABLE);
            case SET_DEFAULTS -> reports.setDefaults();
            case WRAP_MODE -> wrapping = true;
            case SET_RESOLUTION, SET_RATE -> unfinished = command;
            case STATUS, IDENTIFY, POLL, RESET -> {
                answer(command);
                return;
            }
            case END_WRAP_MODE -> {
                if (!wrapping) {
                    return;
                }
                wrapping = false;
            }
            default -> {
                return;
            }
        }
        queue.offer(ACKNOWLEDGE);
    }

    private void argument(int command, int value) {
        if (command == SET_RATE) {
            reports.rate(value);
        } else {
            reports.resolution(value);
        }
        queue.offer(ACKNOWLEDGE);
    }

    /** The commands with an answer of several bytes: what does not fit as a whole is not sent. */
    private void answer(int command) {
        if (command == STATUS && reports.isRoomFor(4)) {
            queue.offer(ACKNOWLEDGE);
            queue.offer(reports.status());
            queue.offer(reports.resolution());
            queue.offer(reports.rate());
        } else if (command == IDENTIFY && reports.isRoomFor(2)) {
            queue.offer(ACKNOWLEDGE);
            queue.offer(reports.type());
        } else if (command == POLL) {
            queue.offer(ACKNOWLEDGE);
            reports.poll();
        } else if (command == RESET) {
            queue.clear();
            wrapping = false;
            reports.forgetWheel();
            reports.setDefaults();
            queue.offer(ACKNOWLEDGE);
            queue.offer(SELF_TEST_PASSED);
            queue.offer(reports.type());
        }
    }

    @Override
    public boolean hasByte() {
        return queue.count() > 0;
    }

    @Override
    public int peek() {
        return queue.peek();
    }

    @Override
    public void take() {
        queue.take();
        reports.report();
    }

    @Override
    public void flush() {
        queue.clear();
        reports.report();
    }

    @Override
    public void reset() {
        queue.clear();
        unfinished = NO_COMMAND;
        wrapping = false;
        reports.reset();
    }
}
