package org.iomap.emulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.scsi.Blocks;
import org.iomap.emulator.module.scsi.FileBlocks;
import org.iomap.emulator.module.scsi.MemoryBlocks;
import org.iomap.emulator.module.scsi.Ncr53c710;

/** The SCSI controller of LASI with one disk. Source: hardware reference, sections 1.4, 4.2 and 8.3. */
final class ScsiKind implements ModuleKind {
    private static final String NAME = "scsi";
    private static final String DISK = "disk";
    private static final String READ_ONLY = "read-only";
    private static final String ID = "id";

    private static final long ADDRESS = 0xFFD0_6000L;
    private static final int CHIP = 0x100;
    private static final int SIZE = 0x1000;
    private static final int LINE = 9;
    private static final Iodc IODC = Iodc.of("03 d0 80 8a 00 00 82 00 99 00 01 00 4d 41 00 02");
    private static final int DISK_ID = 6;
    private static final int CONTROLLER_ID = 7;
    private static final int EMPTY_DISK_BLOCKS = 8192;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.input(DISK), Setting.flag(READ_ONLY), Setting.number(ID, 0, CONTROLLER_ID - 1));
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        Ncr53c710 chip = new Ncr53c710(
                backplane.clock(),
                backplane.master(NAME),
                backplane.lasi(LINE),
                disk(settings.file(DISK), settings.flag(READ_ONLY, false)),
                (int) settings.number(ID, DISK_ID));
        backplane.add(at, chip.module(), NAME);
        backplane.add(at + CHIP, chip.registers(), NAME);
        backplane.onReset(chip::reset);
        backplane.describeWithIodc(
                new ModuleDescription(NAME, at, SIZE, IODC, "ext_bus", "8/16/5", "c700", "Built-in SCSI"));
    }

    private static Blocks disk(Path image, boolean readOnly) {
        if (image == null) {
            return new MemoryBlocks(EMPTY_DISK_BLOCKS, readOnly);
        }
        try {
            return FileBlocks.open(image, readOnly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
