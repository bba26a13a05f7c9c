package org.iomap.emulator.module.harmony;

import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;

/**
 * One direction of the chip's DMA: the current buffer, and the next.
 *
 * <p>Source: hardware reference, section 8.1. There is one alarm for each buffer, when it is over. A buffer that
 * nothing answers for stops the direction; a store of the next address starts it again.
 */
final class DmaChannel {
    /** Bytes of every buffer. */
    static final int BUFFER = 4096;

    private static final long LAST_WORD = BUFFER - 4;

    private final Clock clock;
    private final Codec codec;
    private final Register next;
    private final Register current;
    private final Flag nextEmpty;
    private final Flag active;
    private final Stream stream;
    private final Runnable changed;

    private Clock.Alarm alarm;
    private Settings settings;
    private long startedAt;
    private long position;

    /**
     * @param next NXTADD
     * @param current CURADD, whose value is the current buffer
     * @param changed hears that flags have
     */
    DmaChannel(
            Clock clock,
            Codec codec,
            Register next,
            Register current,
            Flag nextEmpty,
            Flag active,
            Stream stream,
            Runnable changed) {
        this.clock = clock;
        this.codec = codec;
        this.next = next;
        this.current = current;
        this.nextEmpty = nextEmpty;
        this.active = active;
        this.stream = stream;
        this.changed = changed;
    }

    boolean isActive() {
        return active.isSet();
    }

    /** NXTADD was stored. */
    void queue() {
        nextEmpty.set(false);
        changed.run();
        startQueued();
    }

    /** The codec converts, or will: a buffer that waits for that becomes the current one. */
    void startQueued() {
        if (!active.isSet() && !nextEmpty.isSet() && !codec.isHeld()) {
            takeNext(Math.max(clock.now(), codec.readyAt()));
            changed.run();
        }
    }

    /** What CURADD reads: the word that is converted now, or the last one that was. */
    long currentAddress() {
        long offset = active.isSet() ? (long) framesDone() * settings.frameBytes() : position;
        return current.value() + Math.min(offset & ~3L, LAST_WORD);
    }

    /** Converts what is due: something is about to change that counts from now on. */
    void catchUp() {
        if (active.isSet()) {
            stream.convert(framesDone());
        }
    }

    /** Forgets both buffers. */
    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (active.isSet()) {
            position = (long) framesDone() * settings.frameBytes();
        }
        active.set(false);
        nextEmpty.set(true);
        stream.abandon();
    }

    void reset() {
        stop();
        position = 0;
    }

    private void takeNext(long nanos) {
        current.value(next.value());
        nextEmpty.set(true);
        active.set(true);
        settings = codec.settings();
        startedAt = nanos;
        try {
            stream.begin(current.value(), nanos);
            alarm = clock.at(nanos + settings.rate().nanos(settings.framesPerBuffer()), this::finish);
        } catch (BusError nothingThere) {
            // The bus has left a line in the trace; the chip has no bit for it.
            stop();
        }
    }

    private void finish() {
        long endedAt = startedAt + settings.rate().nanos(settings.framesPerBuffer());
        alarm = null;
        try {
            stream.convert(settings.framesPerBuffer());
            stream.end(current.value());
        } catch (BusError nothingThere) {
            stop();
        }
        if (active.isSet()) {
            active.set(false);
            position = LAST_WORD;
            if (!nextEmpty.isSet()) {
                takeNext(Math.max(endedAt, codec.readyAt()));
            }
        }
        changed.run();
    }

    private int framesDone() {
        long frames = settings.rate().framesIn(clock.now() - startedAt);
        return (int) Math.max(0, Math.min(frames, settings.framesPerBuffer()));
    }
}
