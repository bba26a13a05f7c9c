package org.iomap.emulator.machine;

import java.io.IOException;
import java.nio.file.Path;
import org.iomap.emulator.ethernet.PcapFile;
import org.iomap.emulator.ethernet.Segment;
import org.iomap.emulator.ethernet.Station;
import org.iomap.emulator.module.lan.FrameCheck;
import org.iomap.emulator.module.lan.I82596;
import org.iomap.emulator.module.lan.Wire;
import org.iomap.protocol.TraceKind;

/**
 * The plug between a chip and a segment. Frames come in when the machine's clock ticks; both directions are written
 * into a capture file, if there is one.
 */
final class EthernetPort implements Wire {
    private static final int FRAMES_A_TICK = 64;

    private final Backplane backplane;
    private final Station station;
    private final int number;
    private Path file;
    private PcapFile capture;

    /**
     * Joins a segment.
     *
     * @param segment its name, or "" for one that nobody shares
     * @param file the capture file, begun with the first frame, or null
     */
    EthernetPort(Backplane backplane, String segment, Path file) {
        this.backplane = backplane;
        Segment joined =
                segment.isEmpty() ? new Segment() : backplane.segments().named(segment);
        station = joined.join(backplane::call);
        number = backplane.segments().nextStation();
        this.file = file;
    }

    /** Which one of the machines' ports this is. */
    int number() {
        return number;
    }

    void connect(I82596 chip) {
        backplane.onTick(() -> {
            if (station.hasFrames()) {
                takeIn(chip);
            }
        });
    }

    @Override
    public void send(byte[] frame) {
        write(frame);
        station.send(frame);
    }

    /** What was on its way to the machine is gone. */
    void reset() {
        while (station.take() != null) {
            // Nobody listens.
        }
        station.takeLost();
    }

    private void takeIn(I82596 chip) {
        long lost = station.takeLost();
        if (lost > 0) {
            note(lost + " frames were lost: too many waited for this machine");
        }
        byte[] frame = station.take();
        for (int taken = 1; frame != null; taken++) {
            write(frame);
            chip.receive(frame);
            frame = taken < FRAMES_A_TICK ? station.take() : null;
        }
        if (station.hasFrames()) {
            backplane.call();
        }
    }

    private void write(byte[] frame) {
        if (file == null) {
            return;
        }
        try {
            if (capture == null) {
                capture = PcapFile.create(file);
            }
            int bytes = Math.max(0, frame.length - FrameCheck.LENGTH);
            capture.add(backplane.nanosSince1970(), frame, bytes);
        } catch (IOException e) {
            file = null;
            note("the capture file ends here: " + e.getMessage());
        }
    }

    private void note(String text) {
        backplane.trace().note(TraceKind.MACHINE, 0, "lan: " + text);
    }
}
