package org.iomap.emulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.module.videolive.VideoLive;

/** An HP VideoLive board, in a graphics slot. */
final class VideoLiveKind implements ModuleKind {
    private static final String NAME = "videolive";
    private static final String PICTURE = "picture";
    private static final long ADDRESS = 0xF400_0000L;
    private static final int SIZE = 0x200_0000;
    private static final int FOREIGN_IO = 10;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.input(PICTURE));
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        VideoLive board = board(backplane.clock(), settings.file(PICTURE));
        long at = settings.address(ADDRESS);
        backplane.addMemory(at, board.memory(), NAME);
        backplane.add(at + 0x1000400, board.ramdac(), NAME);
        backplane.add(at + 0x1000600, board.block600(), NAME);
        backplane.add(at + 0x1000800, board.block800(), NAME);
        backplane.onReset(board::reset);
        backplane.frameBuffer(new FrameBufferDescription(
                "videolive0",
                at + VideoLive.FIRST_PIXEL,
                VideoLive.WIDTH,
                VideoLive.HEIGHT,
                VideoLive.PITCH,
                PixelFormat.RGB32,
                board::show));
        backplane.describe(new ModuleDescription(
                NAME, at, SIZE, FOREIGN_IO, 0, 0, "graphics", "8/20", "hptv", "VideoLive Frame Grabber"));
    }

    private static VideoLive board(Clock clock, Path picture) {
        if (picture == null) {
            return VideoLive.withTestPicture(clock);
        }
        try {
            return VideoLive.withPicture(clock, picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
