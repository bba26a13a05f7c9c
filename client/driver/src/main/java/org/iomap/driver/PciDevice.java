package org.iomap.driver;

import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.Width;

/** A PCI function: its configuration space, its base addresses, its interrupt. Source: PCI Local Bus 2.3, chapter 6. */
public interface PciDevice {
    /** What the kernel found in it. */
    PciDeviceEntry entry();

    /** Domain, bus, device and function, such as {@code 0000:00:01.0}. */
    default String address() {
        return entry().address();
    }

    default int vendor() {
        return (int) entry().vendor();
    }

    default int device() {
        return (int) entry().device();
    }

    /** Base class, subclass and interface: 24 bits. */
    default int classCode() {
        return (int) entry().classCode();
    }

    /** Loads from configuration space: a number as software on a PC sees it, pci_read_config_dword. */
    long readConfig(Width width, int offset);

    /** Stores to configuration space: pci_write_config_dword. */
    void writeConfig(Width width, int offset, long value);

    /** Lets it answer in I/O and memory space: pci_enable_device. */
    void enable();

    /** Lets it be a bus master: pci_set_master. It ends when the driver goes. */
    void setMaster();

    /** It answers no more and is no bus master: pci_disable_device. */
    void disable();

    /** Where a base address register has its resource, physical; 0 when it has none. */
    default long resourceStart(int bar) {
        return entry().resources().stream()
                .filter(resource -> resource.bar() == bar)
                .mapToLong(PciResource::start)
                .findAny()
                .orElse(0);
    }

    /** Bytes; 0 when there is none. */
    default long resourceLength(int bar) {
        return entry().resources().stream()
                .filter(resource -> resource.bar() == bar)
                .mapToLong(PciResource::length)
                .findAny()
                .orElse(0);
    }

    /** The line for {@link Kernel#requestIrq}; "" when it has none. */
    default String irq() {
        return entry().irq();
    }
}
