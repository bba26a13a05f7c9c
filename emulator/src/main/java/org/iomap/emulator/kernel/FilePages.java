package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENOSPC;

import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;

/** The host memory of all plain files: half of what there is, as tmpfs has it (Linux 6.12, mm/shmem.c). */
final class FilePages {
    private final PageFrames frames;
    private final Memory memory;
    private long left;

    FilePages(PageFrames frames, Memory memory) {
        this.frames = frames;
        this.memory = memory;
        this.left = frames.total() / 2 / IoSpace.PAGE;
    }

    Memory memory() {
        return memory;
    }

    /** @throws SystemCallException ENOSPC */
    long allocate() {
        if (left == 0 || frames.available() == 0) {
            throw new SystemCallException(ENOSPC, 0, "no page is left for files");
        }
        left--;
        return frames.allocate(IoSpace.PAGE, Long.MAX_VALUE);
    }

    void free(long page) {
        left++;
        frames.free(page, IoSpace.PAGE);
    }
}
