package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciHeader;

/**
 * A card that is memory, as a frame buffer's: prefetchable, behind base address 0.
 *
 * <p>Source: hardware reference, section 10.3 (slot 6). Nothing is behind its other base addresses.
 */
final class RamCardKind implements CardKind {
    private static final String MEGABYTES = "megabytes";
    private static final long RECORDED_MEGABYTES = 16;
    private static final PciHeader RECORDED = header(RECORDED_MEGABYTES);

    @Override
    public String name() {
        return "ram";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.choice(MEGABYTES, "1", "2", "4", "8", "16", "32", "64"));
    }

    @Override
    public PciFunction make(CardSlot slot, Settings settings) {
        long megabytes = settings.number(MEGABYTES, RECORDED_MEGABYTES);
        Memory memory = new Memory(megabytes << 20);
        slot.onPowerCycle(memory::clear);
        slot.describe("graphics", "", "PCI memory, %d MiB".formatted(megabytes));
        return new PciFunction(megabytes == RECORDED_MEGABYTES ? RECORDED : header(megabytes)).bar(0, memory);
    }

    private static PciHeader header(long megabytes) {
        return PciHeader.function(0x1234, 0x1111)
                .classCode(0x038000)
                .revision(0x02)
                .prefetchable(0, megabytes << 20)
                .memory(2, 0x1000)
                .subsystem(0x1AF4, 0x1100)
                .rom(0x8000)
                .build();
    }
}
