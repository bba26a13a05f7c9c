package org.iomap.emulator.module.videolive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.bus.Shareable;
import org.iomap.emulator.bus.SharedFile;
import org.iomap.protocol.Width;

/**
 * The true-colour memory: 32-bit pixels 0x00RRGGBB into which the board grabs 25 frames a second.
 *
 * <p>A frame is drawn when somebody looks or stores, as if it had been there since its time: that is no side effect of
 * looking. After the first frame only the lines that move are grabbed, so what a program stores elsewhere stays. While
 * the memory is shared nobody tells when he looks, and every frame is drawn.
 */
final class FrameMemory implements Region, Shareable {
    static final int SIZE = 0x20_0000;
    static final int FIRST_PIXEL = 16;
    static final int WIDTH = 768;
    static final int HEIGHT = 576;
    static final int PITCH = 896 * Integer.BYTES;

    private static final long FRAME_NANOS = 40_000_000;
    private static final long NONE = -1;

    private final Memory memory = new Memory(SIZE);
    private final Clock clock;
    private final Picture picture;
    private long grabbed = NONE;
    private Clock.Alarm nextFrame = () -> {};

    FrameMemory(Clock clock, Picture picture) {
        this.clock = clock;
        this.picture = picture;
    }

    void reset() {
        memory.clear();
        grabbed = NONE;
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public boolean isMemory() {
        return true;
    }

    @Override
    public long load(long offset, Width width) {
        grab();
        return memory.load(offset, width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        grab();
        memory.store(offset, width, value);
    }

    @Override
    public long peek(long offset, Width width) {
        return load(offset, width);
    }

    @Override
    public void loadBlock(long offset, Width width, ByteBuffer into) {
        grab();
        memory.loadBlock(offset, width, into);
    }

    @Override
    public void storeBlock(long offset, Width width, ByteBuffer from) {
        grab();
        memory.storeBlock(offset, width, from);
    }

    @Override
    public SharedFile share() throws IOException {
        boolean isFirst = !memory.isShared();
        SharedFile file = memory.share();
        if (isFirst) {
            grab();
            awaitNextFrame();
        }
        return file;
    }

    @Override
    public void unshare() {
        memory.unshare();
        if (!memory.isShared()) {
            nextFrame.cancel();
        }
    }

    private void awaitNextFrame() {
        if (picture.movingLines() > 0) {
            nextFrame = clock.at((grabbed + 1) * FRAME_NANOS, () -> {
                grab();
                awaitNextFrame();
            });
        }
    }

    private void grab() {
        long frame = clock.now() / FRAME_NANOS;
        if (frame == grabbed) {
            return;
        }
        if (grabbed == NONE) {
            draw(0, HEIGHT, frame);
        } else {
            draw(picture.firstMovingLine(), picture.movingLines(), frame);
        }
        grabbed = frame;
    }

    private void draw(int firstLine, int lines, long frame) {
        ByteBuffer line = ByteBuffer.allocate(WIDTH * Integer.BYTES);
        int[] drawn = null;
        for (int y = firstLine; y < firstLine + lines; y++) {
            int[] pixels = picture.line(y, frame);
            if (pixels != drawn) {
                int length = Math.min(pixels.length, WIDTH);
                line.clear().asIntBuffer().put(pixels, 0, length).put(new int[WIDTH - length]);
                drawn = pixels;
            }
            memory.storeBlock(FIRST_PIXEL + (long) y * PITCH, Width.WORD, line.rewind());
        }
    }
}
