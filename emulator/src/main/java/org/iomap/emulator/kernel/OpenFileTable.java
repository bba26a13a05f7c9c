package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENFILE;

import java.util.HashMap;
import java.util.Map;
import org.iomap.protocol.Limit;

/**
 * Who has which device open, over all processes and special files. Source: iomap semantics, rules 19 and 27.
 *
 * <p>A driver's close is called for the last close of a device, and then once.
 */
final class OpenFileTable {
    private final int capacity;
    private final Map<DeviceNumber, Integer> opens = new HashMap<>();
    private int descriptors;

    /** @param capacity the most descriptors of all processes together */
    OpenFileTable(int capacity) {
        this.capacity = capacity;
    }

    /** @throws SystemCallException ENFILE when there is no room for another descriptor */
    void requireRoom() {
        if (descriptors >= capacity) {
            throw new SystemCallException(
                    ENFILE, 27, "the machine has %d descriptors".formatted(capacity), Limit.TOTAL_DESCRIPTORS);
        }
    }

    /** Opens the device, and counts the descriptor that the caller will make. */
    OpenFile open(UserProcess process, CharacterDriver driver, DeviceNumber device, int flags) {
        driver.open(process, device);
        OpenFile file = new OpenFile(driver, device, flags);
        opens.merge(device, 1, Integer::sum);
        addDescriptor(file);
        return file;
    }

    void addDescriptor(OpenFile file) {
        file.addDescriptor();
        descriptors++;
    }

    void dropDescriptor(UserProcess process, OpenFile file) {
        descriptors--;
        if (file.dropDescriptor() && !file.isRemoved()) {
            close(process, file);
        }
    }

    /** The device has gone: its descriptors stay, dead. */
    void remove(UserProcess process, OpenFile file) {
        file.remove();
        close(process, file);
    }

    int descriptors() {
        return descriptors;
    }

    private void close(UserProcess process, OpenFile file) {
        DeviceNumber device = file.device();
        if (opens.merge(device, -1, Integer::sum) == 0) {
            opens.remove(device);
            file.driver().close(process, device);
        }
    }
}
