package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;

import java.util.ArrayList;
import java.util.List;
import org.iomap.driver.OpenFile;

/** The flags of open(2), as HP-UX numbers them. Source: fcntl.h of HP-UX 10.20; open(2). */
record OpenFlags(int value) {
    static final int O_CREAT = 0x100;
    static final int O_TRUNC = 0x200;
    static final int O_EXCL = 0x400;

    private static final int STATUS = OpenFile.O_ACCMODE | OpenFile.O_NONBLOCK;
    private static final int ALL = STATUS | O_CREAT | O_TRUNC | O_EXCL;
    private static final List<String> ACCESS_MODES = List.of("O_RDONLY", "O_WRONLY", "O_RDWR");

    /** @throws SystemCallException EINVAL */
    static OpenFlags of(int value) {
        if ((value & ~ALL) != 0 || (value & OpenFile.O_ACCMODE) == OpenFile.O_ACCMODE) {
            throw new SystemCallException(
                    EINVAL,
                    0,
                    "flags are O_RDONLY, O_WRONLY or O_RDWR, O_NONBLOCK, O_CREAT, O_TRUNC and O_EXCL",
                    value);
        }
        return new OpenFlags(value);
    }

    /** Such as {@code O_RDWR|O_CREAT}; flags that make no sense are a number. */
    static String shown(int value) {
        int access = value & OpenFile.O_ACCMODE;
        if ((value & ~ALL) != 0 || access == OpenFile.O_ACCMODE) {
            return Integer.toString(value);
        }
        List<String> names = new ArrayList<>(List.of(ACCESS_MODES.get(access)));
        add(names, value & OpenFile.O_NONBLOCK, "O_NONBLOCK");
        add(names, value & O_CREAT, "O_CREAT");
        add(names, value & O_TRUNC, "O_TRUNC");
        add(names, value & O_EXCL, "O_EXCL");
        return String.join("|", names);
    }

    private static void add(List<String> names, int flag, String name) {
        if (flag != 0) {
            names.add(name);
        }
    }

    /** What stays with the open file. */
    int status() {
        return value & STATUS;
    }

    boolean creates() {
        return (value & O_CREAT) != 0;
    }

    boolean isExclusive() {
        return creates() && (value & O_EXCL) != 0;
    }

    boolean truncates() {
        return (value & O_TRUNC) != 0;
    }

    /** {@link Inode#READ} and {@link Inode#WRITE}, added up. To truncate is to write. */
    int wanted() {
        int access = value & OpenFile.O_ACCMODE;
        int read = access == OpenFile.O_WRONLY ? 0 : Inode.READ;
        return read | (access == OpenFile.O_RDONLY && !truncates() ? 0 : Inode.WRITE);
    }
}
