package org.iomap.cli.command;

import java.util.List;
import org.iomap.protocol.Explained;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.PlaceEntry;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;

/** Answers of a service to explain. */
final class Chains {
    static final long CARD = 0xF200_0000L;
    static final long LEVEL = CARD + 0x1024;

    private static final List<FieldEntry> FIELDS =
            List.of(new FieldEntry(0, 5, "WORDS"), new FieldEntry(8, 1, "EMPTY"), new FieldEntry(9, 1, "FULL"));

    private Chains() {}

    /** A register that four ways lead to, seen from the first. */
    static Chain fourRoads() {
        return new Chain(new Explained(1, 5, LEVEL, LEVEL, 0x203, 1, card(), List.of(level(0x203)), roads()));
    }

    /** The same register where a load of it is byte-swapped. */
    static Chain swapped() {
        return new Chain(new Explained(
                1, 0, CARD + 0x24, CARD + 0x24, 0x0302_0000L, 1, card(), List.of(level(0x203)), List.of()));
    }

    static Chain twoRegisters() {
        PlaceEntry place =
                new PlaceEntry(PlaceEntry.MODULE, 0, 0xFFD0_5800L, 8, "uart0", "Built-in RS-232C", "8/16/4", "", "");
        List<RegisterEntry> registers = List.of(
                new RegisterEntry(0xFFD0_5800L, 0, 0, 0x41, 1, 1, 1, "RBR", List.of()),
                new RegisterEntry(0xFFD0_5800L, 0, 0xFF, 0, 1, 2, 0, "THR", List.of()));
        return new Chain(new Explained(1, 0, 0xFFD0_5800L, 0xFFD0_5800L, 0, 0, place, registers, List.of()));
    }

    static Chain hostMemory() {
        PlaceEntry place = new PlaceEntry(PlaceEntry.HOST_MEMORY, 0, 0, 64 << 20, "memory", "", "", "", "");
        RoadEntry dma = new RoadEntry(
                0x1_0010_0010L,
                0x1_0010_0000L,
                0x10_0000,
                4096,
                4,
                0,
                0,
                3,
                0,
                "driver teach",
                "dma_alloc_coherent",
                "teach",
                "");
        return new Chain(new Explained(1, 0, 0x10_0012, 0x10_0012, 0xABCD, 1, place, List.of(), List.of(dma)));
    }

    static Chain hole() {
        PlaceEntry place = new PlaceEntry(PlaceEntry.NOTHING, 0, 0xF5F0_0000L, 0, "", "", "", "", "");
        return new Chain(new Explained(1, 0, 0xF5F0_0000L, 0xF5F0_0000L, 0, 0, place, List.of(), List.of()));
    }

    private static PlaceEntry card() {
        return new PlaceEntry(
                PlaceEntry.MODULE,
                0,
                CARD,
                0x4000,
                "teaching",
                "Teaching card",
                "8/0/1/0",
                "0000:00:01.0/resource0",
                "teach");
    }

    private static RegisterEntry level(long value) {
        return new RegisterEntry(LEVEL, 0x100, 0, value, 4, 1, 1, "FIFO_LEVEL", FIELDS);
    }

    private static List<RoadEntry> roads() {
        return List.of(
                road(LEVEL, CARD, 0x4000, 5, 0x4020_0021, 3, 0, "student", "ioctl IOMAPMAP", "iomap", "/dev/teach0"),
                road(0x1_F200_1024L, 0x1_F200_1000L, 0x1000, 4, 0, 3, 2, "driver teach", "ioremap", "teach", ""),
                road(0x8000_0024L, 0x8000_0000L, 0x1000, 6, 0x4300_0000, 1, 0, "reader", "mmap", "teach", "/dev/teach"),
                road(0x4000_1024L, 0x4000_0000L, 0x4000, 7, 0x4200_0000, 3, 0, "root", "mmap", "mem", "/dev/mem"));
    }

    private static RoadEntry road(
            long at,
            long address,
            long length,
            long pid,
            long device,
            long protection,
            long rights,
            String actor,
            String call,
            String driver,
            String path) {
        long physical = LEVEL - (at - address);
        return new RoadEntry(
                at, address, physical, length, pid, 1000, device, protection, rights, actor, call, driver, path);
    }
}
