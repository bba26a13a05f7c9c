package org.iomap.emulator.module.artist;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Width;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All pixels of the screen, 1280 KiB, by one command or one block, and by what Java has for as many bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DrawingBenchmark {
    private static final int PIXELS = Artist.WIDTH * Artist.HEIGHT;
    private static final int WINDOW_BYTES = Artist.PITCH * Artist.HEIGHT;

    private final Card card = Card.ready();
    private final byte[] from = new byte[PIXELS];
    private final byte[] to = new byte[PIXELS];
    private final ByteBuffer block = ByteBuffer.allocateDirect(WINDOW_BYTES);

    @Setup
    public void draw() {
        card.store(Card.BG_COLOR, 0x55);
        card.fill(0, 0, Artist.WIDTH, Artist.HEIGHT);
        card.store(Card.BLOCK_MOVE_SIZE, Card.xy(Artist.WIDTH, Artist.HEIGHT));
        card.store(Card.BLOCK_MOVE_SOURCE, 0);
    }

    @Benchmark
    public byte[] system_arraycopy() {
        System.arraycopy(from, 0, to, 0, PIXELS);
        return to;
    }

    @Benchmark
    public byte[] arrays_fill() {
        Arrays.fill(to, (byte) 0x55);
        return to;
    }

    @Benchmark
    public void fill() {
        card.store(Card.IMAGE_BITMAP_OP, Card.COPY);
        card.store(Card.VRAM_START_TRIGGER, 0);
    }

    @Benchmark
    public void fill_with_exclusive_or() {
        card.store(Card.IMAGE_BITMAP_OP, 0x600);
        card.store(Card.VRAM_START_TRIGGER, 0);
    }

    @Benchmark
    public void move_down_by_a_line() {
        card.store(Card.IMAGE_BITMAP_OP, Card.COPY);
        card.store(Card.BLOCK_MOVE_DEST_TRIGGER, Card.xy(0, 1));
    }

    @Benchmark
    public void move_right_by_a_pixel() {
        card.store(Card.IMAGE_BITMAP_OP, Card.COPY);
        card.store(Card.BLOCK_MOVE_DEST_TRIGGER, Card.xy(1, 0));
    }

    @Benchmark
    public void move_with_exclusive_or() {
        card.store(Card.IMAGE_BITMAP_OP, 0x600);
        card.store(Card.BLOCK_MOVE_DEST_TRIGGER, Card.xy(0, 1));
    }

    @Benchmark
    public ByteBuffer load_of_the_linear_window() {
        card.artist.memory().loadBlock(0, Width.DOUBLEWORD, block.clear());
        return block;
    }

    @Benchmark
    public ByteBuffer store_to_the_linear_window() {
        card.store(Card.IMAGE_BITMAP_OP, Card.COPY);
        card.artist.memory().storeBlock(0, Width.DOUBLEWORD, block.clear());
        return block;
    }
}
