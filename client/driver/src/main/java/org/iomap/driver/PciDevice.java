package org.iomap.driver;

import org.iomap.protocol.Width;

/** A PCI function: its configuration space, its base addresses, its interrupt. Source: PCI Local Bus 2.3, chapter 6. */
public interface PciDevice {
    /** Domain, bus, device and function, such as {@code 0000:00:01.0}. */
    String address();

    int vendor();

    int device();

    /** Base class, subclass and interface: 24 bits. */
    int classCode();

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
    long resourceStart(int bar);

    /** Bytes; 0 when there is none. */
    long resourceLength(int bar);

    /** The line for {@link Kernel#requestIrq}; "" when it has none. */
    String irq();
}
