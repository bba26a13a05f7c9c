package org.iomap.emulator.kernel;

import java.util.Map;
import java.util.TreeMap;

/** A directory or a character special file: its owner, its mode, and what it holds. */
final class Inode {
    static final int S_IFMT = 0170000;
    static final int S_IFCHR = 0020000;
    static final int S_IFDIR = 0040000;
    static final int PERMISSIONS = 07777;
    static final int READ = 4;
    static final int WRITE = 2;
    static final int SEARCH = 1;

    private static final int OWNER_SHIFT = 6;
    private static final int GROUP_SHIFT = 3;
    private static final int CLASS_MASK = 7;

    private final long number;
    private final DeviceNumber device;
    private final Map<String, Inode> entries;
    private int mode;
    private int uid;
    private int gid;

    private Inode(long number, int mode, int uid, int gid, DeviceNumber device, Map<String, Inode> entries) {
        this.number = number;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        this.device = device;
        this.entries = entries;
    }

    /** A directory of root's. */
    static Inode directory(long number, int permissions) {
        return new Inode(number, S_IFDIR | permissions, 0, 0, new DeviceNumber(0, 0), new TreeMap<>());
    }

    static Inode specialFile(long number, int permissions, int uid, int gid, DeviceNumber device) {
        return new Inode(number, S_IFCHR | permissions, uid, gid, device, null);
    }

    boolean isDirectory() {
        return entries != null;
    }

    /** The entries of a directory, sorted by name. */
    Map<String, Inode> entries() {
        return entries;
    }

    DeviceNumber device() {
        return device;
    }

    int uid() {
        return uid;
    }

    int gid() {
        return gid;
    }

    int permissions() {
        return mode & PERMISSIONS;
    }

    void permissions(int permissions) {
        mode = (mode & S_IFMT) | (permissions & PERMISSIONS);
    }

    void owner(int newUid, int newGid) {
        uid = newUid;
        gid = newGid;
    }

    /**
     * The owner has the first three bits of the mode, the group the next, and only the others the last.
     *
     * @param wanted {@link #READ}, {@link #WRITE} and {@link #SEARCH}, added up
     */
    boolean allows(Credentials who, int wanted) {
        if (who.isRoot()) {
            return true;
        }
        int shift = who.uid() == uid ? OWNER_SHIFT : who.isIn(gid) ? GROUP_SHIFT : 0;
        return (wanted & CLASS_MASK & ~(mode >> shift)) == 0;
    }

    FileStatus status() {
        return new FileStatus(number, mode, uid, gid, device.dev());
    }
}
