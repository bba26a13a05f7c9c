package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENOSPC;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Shareable;
import org.iomap.emulator.bus.SharedFile;

/**
 * The memories of the machine that the program behind a process has as its own. Each is shared as a whole, so that
 * nobody reaches a page that is not mapped in the process.
 */
final class SharedMemories {
    /** What moves into a file at once keeps the machine from everything else. */
    private static final long MOST_BYTES = 64 << 20;

    private final AddressSpace space;
    private final IoSpace ioSpace;
    private final Map<Shareable, SharedFile> shared = new HashMap<>(2);

    SharedMemories(AddressSpace space, IoSpace ioSpace) {
        this.space = space;
        this.ioSpace = ioSpace;
    }

    /**
     * Shares the memory behind the pages around a range of the process, until {@link #end}.
     *
     * @throws SystemCallException EINVAL, EACCES, ENODEV or ENOSPC
     */
    SharedPart share(long address, long length) {
        if (address % IoSpace.PAGE != 0 || length <= 0 || length > AddressSpace.END - address) {
            throw new SystemCallException(
                    EINVAL, 0, "0x%x bytes at 0x%x are no pages".formatted(length, address), address);
        }
        Pregion pregion = space.find(address);
        Extent extent = pregion == null ? null : pregion.extent(address - pregion.address());
        if (extent == null || address + length > pregion.address() + extent.end()) {
            throw notShared(address, "not mapped in one piece");
        }
        if (!pregion.isLoadable()) {
            throw new SystemCallException(EACCES, 0, "0x%x is mapped without PROT_READ".formatted(address), address);
        }
        long physical = extent.physical() + address - pregion.address() - extent.offset();
        IoSpace.SharedMemory memory = ioSpace.shareableAt(physical, length);
        if (memory == null || memory.length() > MOST_BYTES) {
            throw notShared(address, "no memory that is shared");
        }
        if (extent.physical() > memory.start()
                || extent.physical() + extent.length() < memory.start() + memory.length()) {
            throw notShared(address, "a part of a memory: it is shared as a whole, by who has all of it mapped");
        }
        boolean isWritable = pregion.isStorable() && pregion.origin().isShared();
        return new SharedPart(file(memory.memory(), address), physical - memory.start(), isWritable);
    }

    private static SystemCallException notShared(long address, String why) {
        return new SystemCallException(ENODEV, 0, "0x%x is %s".formatted(address, why), address);
    }

    private SharedFile file(Shareable memory, long address) {
        SharedFile before = shared.get(memory);
        if (before != null) {
            return before;
        }
        try {
            SharedFile file = memory.share();
            shared.put(memory, file);
            return file;
        } catch (IOException e) {
            throw new SystemCallException(ENOSPC, 0, "the host has no room for the memory", address);
        }
    }

    /** The process has ended. */
    void end() {
        shared.keySet().forEach(Shareable::unshare);
        shared.clear();
    }
}
