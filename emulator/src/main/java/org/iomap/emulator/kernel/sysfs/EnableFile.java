package org.iomap.emulator.kernel.sysfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.EPERM;

import org.iomap.driver.DriverException;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.GeneratedFile;
import org.iomap.emulator.kernel.driver.PciCommand;

/**
 * Whether a PCI function answers at its addresses; root switches it on with 1 and off with 0.
 *
 * <p>Source: Linux, drivers/pci/pci-sysfs.c, enable_store. Linux counts who wants it enabled, and one that is not may
 * answer still; here it is what the command register says.
 */
final class EnableFile implements GeneratedFile {
    private static final int ANSWERS = PciCommand.IO | PciCommand.MEMORY;

    private final PciCommand command;

    EnableFile(PciCommand command) {
        this.command = command;
    }

    @Override
    public byte[] read(Credentials who) {
        return (command.has(ANSWERS) ? "1\n" : "0\n").getBytes(US_ASCII);
    }

    @Override
    public void write(Credentials who, byte[] data, long position) {
        String text = new String(data, US_ASCII).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new DriverException(EINVAL, "it takes 1 or 0");
        }
        if (!who.isRoot()) {
            throw new DriverException(EPERM, "only uid 0 enables a function");
        }
        boolean on = Integer.parseInt(text) != 0;
        if (!on && !command.has(ANSWERS)) {
            throw new DriverException(EIO, "it is not enabled");
        }
        command.set(on ? ANSWERS : ANSWERS | PciCommand.MASTER, on);
    }
}
