package org.iomap.client;

/**
 * What stat(2) tells.
 *
 * @param mode type and permissions
 * @param device st_rdev: major number in bits 31:24, minor number in bits 23:0
 */
public record FileStatus(long inode, int mode, long uid, long gid, long device) {
    private static final int TYPE_MASK = 0170000;
    private static final int CHARACTER_SPECIAL = 0020000;
    private static final int DIRECTORY = 0040000;
    private static final int MINOR_BITS = 24;

    public boolean isCharacterSpecial() {
        return (mode & TYPE_MASK) == CHARACTER_SPECIAL;
    }

    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    public int permissions() {
        return mode & ~TYPE_MASK;
    }

    public int major() {
        return (int) (device >>> MINOR_BITS);
    }

    public int minor() {
        return (int) (device & ((1L << MINOR_BITS) - 1));
    }
}
