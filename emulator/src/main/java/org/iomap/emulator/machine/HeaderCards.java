package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciHeader;

/**
 * Cards of which there is the configuration space and nothing behind it: their base addresses can be set and claim
 * nothing. The bridge alone does something, with the cards behind it.
 *
 * <p>Source: hardware reference, section 10.3.
 */
final class HeaderCards {
    private static final long ALL_BITS = 0xFFFF_FFFFL;

    // spotless:off
    private static final PciHeader LSI53C895A = PciHeader.function(0x1000, 0x0012).classCode(0x010000).revision(0x00)
            .latencyTimer(0xFF).io(0, 0x100).memory(1, 0x400).memory(2, 0x2000).subsystem(0x0000, 0x1000).pin(1).build();

    private static final PciHeader TULIP = PciHeader.function(0x1011, 0x0019).classCode(0x020000).revision(0x00)
            .io(0, 0x80).memory(1, 0x80).subsystem(0x103C, 0x104F).pin(1).build();

    private static final PciHeader E1000 = PciHeader.function(0x8086, 0x100E).classCode(0x020000).revision(0x03)
            .memory(0, 0x20000).io(1, 0x40).subsystem(0x1AF4, 0x1100).pin(1).build();

    private static final PciHeader VIRTIO_RNG = PciHeader.function(0x1AF4, 0x1005).classCode(0x00FF00).revision(0x00)
            .io(0, 0x20).prefetchable64(4, 0x4000).subsystem(0x1AF4, 0x0004).pin(1)
            .capability(0x84, 0x05140009, 0, 0, 0, 0).writable(0x88, 0xFF).writable(0x8C, ALL_BITS).writable(0x90, ALL_BITS).writable(0x94, ALL_BITS)
            .capability(0x70, 0x02140009, 0x00000004, 0x00003000, 0x00001000, 0x00000004)
            .capability(0x60, 0x04100009, 0x00000004, 0x00002000, 0x00001000)
            .capability(0x50, 0x03100009, 0x00000004, 0x00001000, 0x00001000)
            .capability(0x40, 0x01100009, 0x00000004, 0x00000000, 0x00001000).build();

    private static final PciHeader I82550 = PciHeader.function(0x8086, 0x1209).status(0x0290).classCode(0x020000).revision(0x0E)
            .latencyTimer(0x20).prefetchable(0, 0x1000).io(1, 0x40).memory(2, 0x20000).subsystem(0x1AF4, 0x1100).pin(1).grantAndLatency(0x08, 0x18)
            .capability(0xDC, 0x7E210001, 0).build();

    private static final PciHeader XHCI = PciHeader.function(0x1B36, 0x000D).classCode(0x0C0330).revision(0x01)
            .memory64(0, 0x4000).subsystem(0x1AF4, 0x1100).pin(1).dword(0x60, 0x00000030, ALL_BITS).build();

    private static final PciHeader BRIDGE = PciHeader.bridge(0x1B36, 0x0001).status(0x00A0).classCode(0x060400).revision(0x00)
            .memory64(0, 0x100)
            .dword(0x18, 0x00000000, ALL_BITS).dword(0x1C, 0x00A00000, 0x0000F0F0)
            .dword(0x20, 0x00000000, 0xFFF0FFF0L).dword(0x24, 0x00010001, 0xFFF0FFF0L)
            .dword(0x28, 0, ALL_BITS).dword(0x2C, 0, ALL_BITS)
            .dword(0x3C, 0x00000100, 0x0BFF00FFL)
            .capability(0x48, 0x01200004).writable(0x48, 0xFF000000L)
            .capability(0x40, 0x0000000C, 0).writable(0x40, 0x00FF0000).build();

    private static final PciHeader RTL8139 = PciHeader.function(0x10EC, 0x8139).classCode(0x020000).revision(0x20)
            .io(0, 0x100).memory(1, 0x100).subsystem(0x1AF4, 0x1100).pin(1).dword(0x34, 0x000000DC, 0).build();

    //                     name           header      class       description
    static final List<CardKind> ALL = List.of(
            new HeaderCard("lsi53c895a",  LSI53C895A, "ext_bus",  "LSI 53C895A SCSI"),
            new HeaderCard("tulip",       TULIP,      "lan",      "DEC 21143 10/100 LAN"),
            new HeaderCard("e1000",       E1000,      "lan",      "Intel 82540EM LAN"),
            new HeaderCard("virtio-rng",  VIRTIO_RNG, "unknown",  "virtio entropy source"),
            new HeaderCard("i82550",      I82550,     "lan",      "Intel i82550 LAN"),
            new HeaderCard("xhci",        XHCI,       "unknown",  "xHCI USB"),
            new HeaderCard("bridge",      BRIDGE,     "ba",       "PCI-PCI bridge"),
            new HeaderCard("rtl8139",     RTL8139,    "lan",      "Realtek 8139 LAN"));
    // spotless:on

    private HeaderCards() {}

    private record HeaderCard(String name, PciHeader header, String moduleClass, String description)
            implements CardKind {
        @Override
        public boolean isBridge() {
            return header.isBridge();
        }

        @Override
        public PciFunction make(CardSlot slot, Settings settings) {
            slot.describe(moduleClass, "", description + " (header only)");
            return new PciFunction(header);
        }
    }
}
