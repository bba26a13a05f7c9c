package org.iomap.emulator.module.videolive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.WORD;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoLiveTest {
    private static final long FRAME_NANOS = 40_000_000;
    private static final long MOVING = VideoLive.FIRST_PIXEL + 400L * VideoLive.PITCH;
    private static final long STILL = VideoLive.FIRST_PIXEL + 20L * VideoLive.PITCH;

    private long now;
    private final Clock clock = new Clock() {
        @Override
        public long now() {
            return now;
        }

        @Override
        public Alarm at(long nanos, Runnable task) {
            throw new AssertionError("the board needs no timer");
        }
    };
    private final VideoLive board = VideoLive.withTestPicture(clock);
    private final Region memory = board.memory();

    @Test
    void has_2_MiB_whose_first_pixel_is_at_byte_16() {
        assertThat(memory.size()).isEqualTo(0x20_0000);
        assertThat(memory.load(16, WORD)).isEqualTo(0x0011_2233);
        assertThat(memory.load(12, WORD)).isZero();
        assertThat(VideoLive.PITCH).isEqualTo(896 * 4);
        assertThat((long) VideoLive.HEIGHT * VideoLive.PITCH).isLessThan(memory.size());
    }

    @Test
    void grabs_25_frames_a_second_of_machine_time() {
        long first = memory.load(MOVING, WORD);
        now = FRAME_NANOS - 1;
        assertThat(memory.load(MOVING, WORD)).isEqualTo(first);
        now = FRAME_NANOS;

        assertThat(memory.load(MOVING, WORD)).isNotEqualTo(first);
        assertThat(memory.load(16, WORD)).isEqualTo(0x0011_2233);
    }

    @Test
    void looking_at_a_frame_changes_nothing() {
        now = FRAME_NANOS;
        long seen = memory.peek(MOVING, WORD);

        assertThat(memory.load(MOVING, WORD)).isEqualTo(seen);
        assertThat(VideoLive.withTestPicture(clock).memory().load(MOVING, WORD)).isEqualTo(seen);
    }

    @Test
    void what_a_program_stores_stays_where_nothing_moves() {
        memory.store(STILL, WORD, 0x55);
        memory.store(MOVING, WORD, 0x55);
        assertThat(memory.load(MOVING, WORD)).isEqualTo(0x55);
        now = FRAME_NANOS;

        assertThat(memory.load(STILL, WORD)).isEqualTo(0x55);
        assertThat(memory.load(MOVING, WORD)).isNotEqualTo(0x55);
    }

    @Test
    void comes_out_of_reset_with_its_picture() {
        memory.store(16, WORD, 0);
        board.ramdac().store(0, WORD, 1);
        board.reset();

        assertThat(memory.load(16, WORD)).isEqualTo(0x0011_2233);
        assertThat(board.ramdac().load(0, WORD)).isZero();
    }

    @Test
    void registers_hold_what_is_written_and_are_unimplemented() {
        board.block800().store(0x1FC, WORD, 0xDEAD_BEEFL);

        assertThat(board.block800().load(0x1FC, WORD)).isEqualTo(0xDEAD_BEEFL);
        assertThat(board.ramdac().rows())
                .hasSize(128)
                .allMatch(row -> row.register().isUnimplemented());
    }

    @Test
    void grabs_a_PNG(@TempDir Path folder) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0x102030);
        ImageIO.write(image, "png", folder.resolve("p.png").toFile());
        Region picture = VideoLive.withPicture(clock, folder.resolve("p.png")).memory();

        assertThat(picture.load(16 + VideoLive.PITCH + 4, WORD)).isEqualTo(0x0010_2030);
        assertThat(picture.load(16 + 8, WORD)).isZero();
    }

    @Test
    void grabs_a_PPM(@TempDir Path folder) throws IOException {
        byte[] header = "P6\n# made by hand\n2 1\n255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] pixels = {1, 2, 3, (byte) 0xFF, 10, 9};
        Path file = folder.resolve("p.ppm");
        Files.write(
                file,
                ByteBuffer.allocate(header.length + 6).put(header).put(pixels).array());
        Region picture = VideoLive.withPicture(clock, file).memory();

        assertThat(picture.load(16, WORD)).isEqualTo(0x0001_0203);
        assertThat(picture.load(20, WORD)).isEqualTo(0x00FF_0A09);
    }

    @Test
    void refuses_what_is_no_picture(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no picture");
        Path half = Files.writeString(folder.resolve("half"), "P6 2 2 255\nxx");

        assertThatThrownBy(() -> VideoLive.withPicture(clock, text)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> VideoLive.withPicture(clock, half)).isInstanceOf(IOException.class);
    }
}
