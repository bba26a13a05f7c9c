package org.iomap.emulator.kernel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.iomap.driver.FileOperations;

/** A directory, a character special file or a regular file: its owner, its mode, and what it holds. */
public final class Inode {
    static final int S_IFMT = 0170000;
    static final int S_IFCHR = 0020000;
    static final int S_IFDIR = 0040000;
    static final int S_IFREG = 0100000;
    static final int S_ISVTX = 0001000;
    static final int PERMISSIONS = 07777;
    static final int READ = 4;
    static final int WRITE = 2;
    static final int SEARCH = 1;

    private static final int ANYBODY_WRITES = 0222;
    private static final int OWNER_SHIFT = 6;
    private static final int GROUP_SHIFT = 3;
    private static final int CLASS_MASK = 7;

    private final DeviceNumber device;
    private final Map<String, Inode> entries;
    private final Supplier<Map<String, Inode>> more;
    private final FileOperations operations;
    private final boolean generated;
    private long number;
    private int mode;
    private int uid;
    private int gid;

    private Inode(
            int mode,
            DeviceNumber device,
            Supplier<Map<String, Inode>> more,
            FileOperations operations,
            boolean generated) {
        this.mode = mode;
        this.device = device;
        this.entries = more == null ? null : new TreeMap<>();
        this.more = more;
        this.operations = operations;
        this.generated = generated;
    }

    /**
     * A directory in which processes make and unlink files. Like all that follow, it is root's until it is given away.
     */
    static Inode directory(int permissions) {
        return new Inode(S_IFDIR | permissions, DeviceNumber.NONE, Map::of, null, false);
    }

    /**
     * A directory of the kernel's, in which no process changes anything.
     *
     * @param entries what it has besides those that {@link FileSystem#add} puts into it; asked when somebody looks
     */
    public static Inode directory(int permissions, Supplier<Map<String, Inode>> entries) {
        return new Inode(S_IFDIR | permissions, DeviceNumber.NONE, entries, null, true);
    }

    static Inode specialFile(int permissions, DeviceNumber device) {
        return new Inode(S_IFCHR | permissions, device, null, null, false);
    }

    /** A file that a process makes. */
    static Inode plain(int permissions, PlainFile content) {
        return new Inode(S_IFREG | permissions, DeviceNumber.NONE, null, content, false);
    }

    /** A file of the kernel's, such as a PCI resource: its calls go to {@code operations}. */
    public static Inode file(int permissions, FileOperations operations) {
        return new Inode(S_IFREG | permissions, DeviceNumber.NONE, null, operations, true);
    }

    /** A file of the kernel's that is read as a whole, such as {@code /proc/iomem}. */
    public static Inode generated(int permissions, GeneratedFile content) {
        return file(permissions, new GeneratedFileOperations(content, (permissions & ANYBODY_WRITES) != 0));
    }

    boolean isDirectory() {
        return entries != null;
    }

    /** True for what the kernel makes: a process neither changes it nor takes it away. */
    boolean isGenerated() {
        return generated;
    }

    /** What was put into a directory, by name. */
    Map<String, Inode> entries() {
        return entries;
    }

    /** Returns an entry of a directory, or null. */
    Inode entry(String name) {
        Inode entry = entries.get(name);
        return entry == null ? more.get().get(name) : entry;
    }

    /** The names in a directory, sorted. */
    List<String> names() {
        Set<String> names = new TreeSet<>(entries.keySet());
        names.addAll(more.get().keySet());
        return List.copyOf(names);
    }

    /** Where the calls of a regular file go; null for a special file, whose driver has them. */
    FileOperations operations() {
        return operations;
    }

    /** What a plain file holds; null for every other. */
    PlainFile plain() {
        return operations instanceof PlainFile plain ? plain : null;
    }

    DeviceNumber device() {
        return device;
    }

    /** Unique in the file system; 0 before it was found there. */
    long number() {
        return number;
    }

    void number(long unique) {
        number = unique;
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

    /** Gives it to somebody. */
    public Inode owner(int newUid, int newGid) {
        uid = newUid;
        gid = newGid;
        return this;
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

    /** In a directory with this bit, a name is taken away by the owner of the file or of the directory. */
    boolean isSticky() {
        return (mode & S_ISVTX) != 0;
    }

    FileStatus status() {
        return new FileStatus(number, mode, uid, gid, device.dev());
    }
}
