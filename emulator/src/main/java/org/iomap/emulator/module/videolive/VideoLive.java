package org.iomap.emulator.module.videolive;

import java.io.IOException;
import java.nio.file.Path;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The HP VideoLive board, a RasterOps frame grabber in a graphics slot.
 *
 * <p>Source: none is public. The memory is what programs of its time find there. The registers, a RAMDAC and two more
 * blocks, hold what is written and do nothing.
 */
public final class VideoLive {
    /** Bytes before the first pixel. */
    public static final int FIRST_PIXEL = FrameMemory.FIRST_PIXEL;

    /** Pixels of a line that are seen. */
    public static final int WIDTH = FrameMemory.WIDTH;

    /** Lines. */
    public static final int HEIGHT = FrameMemory.HEIGHT;

    /** Bytes from one line to the next. */
    public static final int PITCH = FrameMemory.PITCH;

    private static final int BLOCK = 0x200;
    private static final int RGB = 0xFF_FFFF;

    private final RegisterBank ramdac = block("RAMDAC_", 0);
    private final RegisterBank block600 = block("REG_", 0x600);
    private final RegisterBank block800 = block("REG_", 0x800);
    private final FrameMemory memory;

    private VideoLive(Clock clock, Picture picture) {
        memory = new FrameMemory(clock, picture);
    }

    /** Returns a board that grabs its own moving test picture. */
    public static VideoLive withTestPicture(Clock clock) {
        return new VideoLive(clock, new TestPicture(WIDTH));
    }

    /**
     * Returns a board that grabs the picture in a file, PNG or PPM.
     *
     * @throws IOException if the file cannot be read
     */
    public static VideoLive withPicture(Clock clock, Path file) throws IOException {
        return new VideoLive(clock, PictureFile.read(file));
    }

    /** At 0x0000000 of the slot. */
    public Region memory() {
        return memory;
    }

    /** At 0x1000400 of the slot. */
    public RegisterBank ramdac() {
        return ramdac;
    }

    /** At 0x1000600 of the slot. */
    public RegisterBank block600() {
        return block600;
    }

    /** At 0x1000800 of the slot. */
    public RegisterBank block800() {
        return block800;
    }

    /** Puts a line of what a monitor shows into {@code pixels}, 0x00RRGGBB. */
    public void show(int line, int[] pixels) {
        long first = FIRST_PIXEL + (long) line * PITCH;
        for (int x = 0; x < pixels.length; x++) {
            pixels[x] = (int) memory.peek(first + (long) x * Integer.BYTES, Width.WORD) & RGB;
        }
    }

    public void reset() {
        memory.reset();
        ramdac.reset();
        block600.reset();
        block800.reset();
    }

    private static RegisterBank block(String prefix, int first) {
        RegisterBank bank = new RegisterBank(Width.WORD, BLOCK);
        bank.addOthers(offset -> prefix + "%03X".formatted(first + offset));
        return bank;
    }
}
