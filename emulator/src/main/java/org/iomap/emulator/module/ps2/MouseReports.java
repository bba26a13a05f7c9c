package org.iomap.emulator.module.ps2;

import java.util.concurrent.TimeUnit;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.ByteFifo;

/**
 * What a PS/2 mouse tells of its way and its buttons.
 *
 * <p>In stream mode it reports a button at once and a movement at most as often as its sampling rate says, while there
 * is room in its queue; in remote mode it reports when it is polled.
 */
final class MouseReports {
    private static final int REMOTE = 0x40;
    private static final int ENABLED = 0x20;
    private static final int DOUBLING = 0x10;

    private static final int ALWAYS_SET = 0x08;
    private static final int TO_THE_LEFT = 0x10;
    private static final int DOWN = 0x20;
    private static final int LEFT_BUTTON = 0x01;
    private static final int RIGHT_BUTTON = 0x02;
    private static final int MIDDLE_BUTTON = 0x04;
    private static final int THREE_BUTTONS = 0x07;
    private static final int EXTRA_BUTTONS = 0x18;

    private static final int RESOLUTIONS = 0x03;
    private static final int DEFAULT_RESOLUTION = 2;
    private static final int DEFAULT_RATE = 100;
    private static final int QUEUE = 16;

    private final ByteFifo queue;
    private final Clock clock;
    private final Runnable sent;
    private final Movement movement = new Movement();
    private final Wheel wheel = new Wheel();
    private Clock.Alarm nextSample;
    private long nextSampleAt;
    private int mode;
    private int resolution;
    private int rate;
    private int buttons;
    private int reportedButtons;

    MouseReports(ByteFifo queue, Clock clock, Runnable sent) {
        this.queue = queue;
        this.clock = clock;
        this.sent = sent;
    }

    /**
     * A hand moves the mouse. It is noticed in remote mode or while reports are enabled.
     *
     * @param newButtons bit 0 left, 1 right, 2 middle, 3 and 4 the extra ones
     * @param x to the right, in counts of the default resolution
     * @param y down, likewise
     * @param z of the wheel, down
     */
    void move(int newButtons, int x, int y, int z) {
        if (newButtons != buttons) {
            reportMovement();
        }
        buttons = newButtons & (THREE_BUTTONS | EXTRA_BUTTONS);
        if (is(REMOTE) || is(ENABLED)) {
            movement.add(x, -y, wheel.type() == Wheel.NONE ? 0 : z, resolution & RESOLUTIONS);
        }
        report();
    }

    /** Sends what there is to tell, if this is the time. */
    void report() {
        boolean pressed = buttons != reportedButtons;
        if (!maySend() || !(pressed || movement.isThere())) {
            return;
        }
        if (pressed || clock.now() >= nextSampleAt) {
            nextSampleAt = clock.now() + TimeUnit.SECONDS.toNanos(1) / (rate == 0 ? DEFAULT_RATE : rate);
            send(is(DOUBLING));
            sent.run();
        }
        if (movement.isThere() && nextSample == null) {
            nextSample = clock.at(nextSampleAt, this::sample);
        }
    }

    /** The way to where a button is pressed or released is told before. */
    private void reportMovement() {
        while (maySend() && movement.isThere()) {
            send(is(DOUBLING));
        }
    }

    private boolean maySend() {
        return is(ENABLED) && !is(REMOTE) && isRoomFor(packet());
    }

    private void sample() {
        nextSample = null;
        report();
    }

    /** Sends a report, whatever there is to tell. */
    void poll() {
        if (isRoomFor(packet())) {
            send(false);
        }
    }

    private void send(boolean doubled) {
        int x = movement.takeX(doubled);
        int y = movement.takeY(doubled);
        queue.offer(ALWAYS_SET | (buttons & THREE_BUTTONS) | (x < 0 ? TO_THE_LEFT : 0) | (y < 0 ? DOWN : 0));
        queue.offer(x);
        queue.offer(y);
        if (wheel.type() == Wheel.INTELLIMOUSE) {
            queue.offer(movement.takeZ(127));
        } else if (wheel.type() == Wheel.EXPLORER) {
            queue.offer((movement.takeZ(7) & 0x0F) | (buttons & EXTRA_BUTTONS) << 1);
        }
        reportedButtons = buttons;
    }

    private int packet() {
        return wheel.type() == Wheel.NONE ? 3 : 4;
    }

    boolean isRoomFor(int bytes) {
        return queue.count() + bytes <= QUEUE;
    }

    /** The first byte of the answer to a status request. */
    int status() {
        return mode
                | ((buttons & LEFT_BUTTON) != 0 ? 4 : 0)
                | ((buttons & MIDDLE_BUTTON) != 0 ? 2 : 0)
                | ((buttons & RIGHT_BUTTON) != 0 ? 1 : 0);
    }

    int resolution() {
        return resolution;
    }

    int rate() {
        return rate;
    }

    /** What the mouse says it is. */
    int type() {
        return wheel.type();
    }

    void doubling(boolean on) {
        set(DOUBLING, on);
    }

    /** In remote mode it reports when polled, else by itself. */
    void remote(boolean on) {
        set(REMOTE, on);
        movement.clear();
    }

    void enable(boolean on) {
        set(ENABLED, on);
        movement.clear();
        reportedButtons = buttons;
    }

    void resolution(int newResolution) {
        resolution = newResolution;
    }

    void rate(int newRate) {
        rate = newRate;
        wheel.rateSet(newRate);
    }

    void setDefaults() {
        mode = 0;
        resolution = DEFAULT_RESOLUTION;
        rate = DEFAULT_RATE;
        movement.clear();
    }

    void forgetWheel() {
        wheel.reset();
    }

    /** The machine was switched off and on. */
    void reset() {
        setDefaults();
        forgetWheel();
        resolution = 0;
        rate = 0;
        buttons = 0;
        reportedButtons = 0;
        nextSampleAt = 0;
        if (nextSample != null) {
            nextSample.cancel();
            nextSample = null;
        }
    }

    private boolean is(int flag) {
        return (mode & flag) != 0;
    }

    private void set(int flag, boolean on) {
        mode = on ? mode | flag : mode & ~flag;
    }
}
