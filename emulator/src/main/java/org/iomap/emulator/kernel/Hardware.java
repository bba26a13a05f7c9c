package org.iomap.emulator.kernel;

import java.util.List;
import java.util.function.LongConsumer;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/**
 * What the kernel knows of the machine beyond its bus, as firmware and probing would tell it. Nothing here is an access
 * of a program: it makes no line in the trace.
 */
public interface Hardware {
    /** Returns that of a machine of which nothing is known but its bus. */
    static Hardware unknown() {
        return new UnknownHardware();
    }

    /** A module of the I/O architecture; {@code hardwarePath} is "" for what ioscan(1M) does not list. */
    record Module(String name, long physical, long length, int hversion, int sversion, String hardwarePath) {}

    /** An interrupt line with its mask bit at the controller. */
    interface Interrupt {
        boolean level();

        /** How often it has risen since the machine was switched on. */
        long count();

        /** Lets it through to the processor, or not: the bit of the controller's mask register. */
        void unmask(boolean on);

        /**
         * Tells {@code listener} the machine's time, in nanoseconds, of each rise from now on.
         *
         * @return ends it
         */
        Runnable onRise(LongConsumer listener);
    }

    List<Module> modules();

    /** By address. */
    List<PciDeviceEntry> pciDevices();

    /**
     * Loads from the configuration space of a PCI function; the number that software on a PC sees.
     *
     * @param function bus in bits 15:8, device in 7:3, function in 2:0
     */
    long configLoad(int function, int offset, Width width);

    void configStore(int function, int offset, Width width, long value);

    /** Returns a line such as {@code lasi.5} or {@code dino.1}, or null when there is none. */
    Interrupt interrupt(String line);

    /** The lines that devices are wired to, by name, for /proc/interrupts. */
    List<String> interruptLines();

    /** A stretch of I/O space. */
    record Window(long physical, long length) {}

    /** The windows onto PCI memory that are open now, by address; neighbours are one. */
    default List<Window> pciWindows() {
        return List.of();
    }

    /** Bytes of host memory, from physical 0 on. */
    long memoryBytes();
}
