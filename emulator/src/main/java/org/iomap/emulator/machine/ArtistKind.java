package org.iomap.emulator.machine;

import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.artist.Artist;

/** Artist, the graphics on the system board. */
final class ArtistKind implements ModuleKind {
    private static final String NAME = "artist";
    private static final long ADDRESS = 0xF800_0000L;
    private static final long MEMORY = 0x100_0000;
    private static final int SIZE = 0x200_0000;
    private static final Iodc IODC = Iodc.of("01 60 00 8a 00 00 85 00 01 00 00 00 67 d0 00 02");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        Artist artist = new Artist();
        long at = settings.address(ADDRESS);
        artist.registers().forEach((offset, bank) -> backplane.add(at + offset, bank, NAME));
        backplane.addMemory(at + MEMORY, artist.memory(), NAME);
        backplane.onReset(artist::reset);
        backplane.frameBuffer(new FrameBufferDescription(
                "artist0", at + MEMORY, Artist.WIDTH, Artist.HEIGHT, Artist.PITCH, PixelFormat.INDEXED8, artist::show));
        backplane.describeWithIodc(
                new ModuleDescription(NAME, at, SIZE, IODC, "graphics", "8/24", "graph3", "Graphics"));
    }
}
