package org.iomap.emulator.kernel.sysfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.EPERM;

import org.iomap.driver.DriverException;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.GeneratedFile;
import org.iomap.emulator.kernel.driver.PciCommand;

/**
 * Whether a PCI function answers at its addresses; root switches it on with 1 and off with 0, unless a driver has it.
 *
 * <p>Source: Linux 6.12, drivers/pci/pci-sysfs.c, enable_store. Linux counts who wants it enabled, and one that is not
 * may answer still; here it is what the command register says.
 */
final class EnableFile implements GeneratedFile {
    private static final int ANSWERS = PciCommand.IO | PciCommand.MEMORY;

    private final PciFiles pci;
    private final int function;
    private final PciCommand command;

    EnableFile(PciFiles pci, int function) {
        this.pci = pci;
        this.function = function;
        this.command = new PciCommand(pci.hardware(), function);
    }

    @Override
    public byte[] read(Credentials who) {
        return (command.has(ANSWERS) ? "1\n" : "0\n").getBytes(US_ASCII);
    }

    @Override
    public void write(Credentials who, byte[] data, long position) {
        if (!who.isRoot()) {
            throw new DriverException(EPERM, "only uid 0 enables a function");
        }
        String text = new String(data, US_ASCII).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new DriverException(EINVAL, "it takes 1 or 0");
        }
        if (!pci.driver(function).isEmpty()) {
            throw new DriverException(EBUSY, "driver %s has the function".formatted(pci.driver(function)));
        }
        boolean on = Integer.parseInt(text) != 0;
        if (!on && !command.has(ANSWERS)) {
            throw new DriverException(EIO, "it is not enabled");
        }
        command.set(on ? ANSWERS : ANSWERS | PciCommand.MASTER, on);
    }
}
