package org.iomap.driver;

import java.util.List;

/**
 * What the kernel of the emulated machine offers to one driver. Everything a driver takes here is released when it
 * goes, in whatever way it goes. Each method throws {@link DriverException}.
 */
public interface Kernel {
    /** Matches every hversion, sversion, vendor or device. */
    int ANY = -1;

    /** Returns the modules with these versions in their IODC, by hardware path. */
    List<Module> modules(int hversion, int sversion);

    /** Returns the PCI functions with these ids, by address: pci_get_device. */
    List<PciDevice> pciDevices(int vendor, int device);

    /**
     * Claims physical addresses: request_mem_region, and with {@code exclusive} request_mem_region_exclusive, which
     * also keeps /dev/mem out.
     *
     * @throws DriverException EBUSY while another region overlaps it; EINVAL
     */
    MemoryRegion requestMemRegion(long physical, long length, boolean exclusive);

    /**
     * Maps physical addresses into the kernel.
     *
     * @param physical of I/O space; any byte, the mapping takes whole pages
     * @param rights whether processes may map the same with iomap(7): rule 14
     * @throws DriverException EBUSY when a process has mapped what it could not map afterwards; EINVAL, ENOMEM
     */
    Ioremap ioremap(long physical, long length, Rights rights);

    /**
     * Lets {@code handler} be called when an interrupt line rises, and unmasks the line at its controller. Drivers may
     * share a line.
     *
     * @param line such as {@code lasi.5}, {@code dino.1}, or what {@link PciDevice#irq} says
     * @throws DriverException EINVAL when there is no such line; EBUSY when this driver has it already
     */
    Irq requestIrq(String line, InterruptHandler handler);

    /**
     * Allocates host memory that devices reach: dma_alloc_coherent.
     *
     * @param length bytes; whole pages are taken, all zero
     * @param mask the highest address that the device reaches, such as 0x0FFFFFFF
     * @throws DriverException ENOMEM
     */
    DmaMemory dmaAllocCoherent(long length, long mask);

    /**
     * Registers a character driver: register_chrdev.
     *
     * @param major 1 to 254, or 0 for one that the kernel chooses
     * @throws DriverException EBUSY when another driver has the major number; EINVAL
     */
    CharacterDevice registerChrdev(int major, FileOperations operations);

    /** Writes a line into the trace. */
    void printk(String text);
}
