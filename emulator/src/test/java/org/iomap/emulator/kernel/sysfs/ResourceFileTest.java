package org.iomap.emulator.kernel.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Opened;
import org.iomap.emulator.kernel.Workstation;
import org.iomap.emulator.kernel.driver.MemoryRegions;
import org.iomap.emulator.machine.Card;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The file of a PCI resource")
class ResourceFileTest {
    private static final Opened BY_ROOT = new Opened(0);

    private static final int TEACHING = 1 << 3;
    private static final int SERIAL = 2 << 3;
    private static final int LAN = 9 << 3;

    private final Workstation workstation =
            new Workstation(MachineConfiguration.builtIn().with(9, Card.of("rtl8139")));
    private final Hardware hardware = workstation.hardware();
    private final MemoryRegions regions = workstation.kernel().memoryRegions();
    private final PciFiles pci = new PciFiles(workstation.kernel());
    private final ResourceFile resource = new ResourceFile(pci, TEACHING, 0);
    private final long start = pci.resource(TEACHING, 0).start();

    @Nested
    class Mmap {
        @Test
        void maps_all_of_it() {
            assertThat(map(resource, 0, 0x4000)).containsExactly("0x0 0x%x 0x4000".formatted(start));
        }

        @Test
        void maps_a_part_of_it() {
            assertThat(map(resource, 0x3000, 0x1000)).containsExactly("0x0 0x%x 0x1000".formatted(start + 0x3000));
        }

        @Test
        void refuses_what_leaves_it() {
            long[][] parts = {{0, 0x5000}, {0x1000, 0x4000}, {0x4000, 0x1000}, {-0x1000, 0x1000}, {Long.MAX_VALUE, 1}};
            for (long[] part : parts) {
                assertThatThrownBy(() -> map(resource, part[0], part[1]))
                        .hasMessageStartingWith("EINVAL")
                        .hasMessageEndingWith("leave BAR 0, which has 0x4000");
            }
        }

        @Test
        void takes_whole_pages_of_what_is_smaller() {
            hardware.configStore(LAN, 0x14, Width.WORD, 0xF300_0500L);

            assertThat(map(new ResourceFile(pci, LAN, 1), 0, 0x1000)).containsExactly("0x0 0xf3000000 0x1000");
        }

        @Test
        void refuses_what_a_driver_has_for_itself() {
            regions.request("teach", start + 0x2000, 0x100, true);

            assertThatThrownBy(() -> map(resource, 0, 0x1000)).hasMessage("EINVAL: driver teach has BAR 0 for itself");
            regions.releaseAll("teach");
            regions.request("teach", start + 0x2000, 0x100, false);
            assertThat(map(resource, 0, 0x1000)).hasSize(1);
        }

        @Test
        void refuses_what_has_no_address_or_is_not_in_I_O_space() {
            hardware.configStore(TEACHING, 0x10, Width.WORD, 0);
            assertThatThrownBy(() -> map(resource, 0, 0x1000)).hasMessageStartingWith("EINVAL");
            hardware.configStore(TEACHING, 0x10, Width.WORD, 0x10000);
            assertThatThrownBy(() -> map(resource, 0, 0x1000)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> map(new ResourceFile(pci, TEACHING, 1), 0, 0x1000))
                    .hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> map(new ResourceFile(pci, 31 << 3, 0), 0, 0x1000))
                    .hasMessageStartingWith("EINVAL");
        }

        @Test
        void does_not_map_ports() {
            assertThatThrownBy(() -> map(new ResourceFile(pci, SERIAL, 0), 0, 0x1000))
                    .hasMessageStartingWith("ENODEV");
        }
    }

    @Test
    void is_not_read_or_written() {
        ByteBuffer bytes = ByteBuffer.allocate(4);

        assertThatThrownBy(() -> resource.read(BY_ROOT, bytes, 0)).hasMessageStartingWith("EIO");
        assertThatThrownBy(() -> resource.write(BY_ROOT, bytes, 0)).hasMessageStartingWith("EIO");
    }

    private static List<String> map(ResourceFile file, long offset, long length) {
        Area area = new Area(offset, length, new ArrayList<>());
        file.mmap(BY_ROOT, area);
        return area.pages();
    }

    /** What somebody wants to map, and the pages that were put there. */
    private record Area(long offset, long length, List<String> pages) implements MemoryArea {
        @Override
        public long address() {
            return 0x8000_0000L;
        }

        @Override
        public int protection() {
            return PROT_READ;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public void remapPfnRange(long at, long physical, long bytes) {
            pages.add("0x%x 0x%x 0x%x".formatted(at, physical, bytes));
        }

        @Override
        public void remapDma(long at, DmaMemory memory) {
            throw new UnsupportedOperationException();
        }
    }
}
