package org.iomap.emulator.module.artist;

import java.util.Map;
import java.util.TreeMap;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.register.RegisterBank;

/**
 * Artist, the B160L's graphics: 1280 x 1024 pixels of 8 bits, a colour map, a cursor, and a chip that draws.
 *
 * <p>Source: hardware reference, section 11. Left out: the control planes, so that what a program draws on the
 * attribute planes by fills is not kept; patterned lines; the RAMDAC's own registers. A command takes no time.
 */
public final class Artist {
    /** Pixels of a line. */
    public static final int WIDTH = Buffers.WIDTH;

    /** Lines. */
    public static final int HEIGHT = Buffers.HEIGHT;

    /** Bytes from one line to the next in the memory window, while its access mode is the linear one. */
    public static final int PITCH = 2048;

    private final Buffers buffers = new Buffers();
    private final Colours colours = new Colours(buffers.colourMap());
    private final DrawingRegisters drawing = new DrawingRegisters(buffers);
    private final VideoRegisters video = new VideoRegisters(colours, drawing::sourceIndex);
    private final MemoryWindow memory = new MemoryWindow(drawing.port(), drawing::firstRow);
    private final Screen screen = new Screen(buffers, video, colours);

    /** The register maps by where they start, in bytes from the start of the slot. */
    public Map<Integer, RegisterBank> registers() {
        Map<Integer, RegisterBank> all = new TreeMap<>(drawing.banks());
        all.putAll(video.banks());
        return all;
    }

    /** The window onto the video memory, at 0x1000000 of the slot. */
    public Region memory() {
        return memory;
    }

    /** Puts a line of what a monitor shows into {@code pixels}, 0x00RRGGBB. */
    public void show(int line, int[] pixels) {
        screen.show(line, pixels);
    }

    public void reset() {
        drawing.reset();
        video.reset();
        colours.reset();
        buffers.clear();
    }
}
