package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EEXIST;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EISDIR;
import static org.iomap.protocol.Errno.ENOENT;
import static org.iomap.protocol.Errno.ENOSPC;
import static org.iomap.protocol.Errno.ENOTDIR;
import static org.iomap.protocol.Errno.EPERM;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The files, with owners and modes as UNIX has them: special files in {@code /dev}, plain files in {@code /tmp} and
 * wherever else somebody may make them, and what the kernel itself shows.
 *
 * <p>Source: open(2), mknod(2), unlink(2), chmod(2), chown(2), stat(2). A path starts at {@code /}; there are no links,
 * no {@code .} and no {@code ..}, and a file is held by its name alone.
 */
public final class FileSystem {
    static final int MOST_FILES = 4096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int DIRECTORY_MODE = 0755;
    private static final int UNCHANGED = -1;

    private static final int TEMPORARY_MODE = Inode.S_ISVTX | 0777;
    private static final int FILE_MODE = 0644;

    private final FilePages pages;
    private final Inode root = Inode.directory(DIRECTORY_MODE);
    private long inodes;
    private int files;

    FileSystem(FilePages pages) {
        this.pages = pages;
        number(root);
        root.entries().put("dev", Inode.directory(DIRECTORY_MODE));
        root.entries().put("tmp", Inode.directory(TEMPORARY_MODE));
    }

    /**
     * Adds what the kernel shows, with the directories above it.
     *
     * @param path such as {@code /proc/iomem}; its names may be any
     * @param file made by {@link Inode#generated}, {@link Inode#file} or {@link Inode#directory(int, Supplier)}
     * @throws IllegalArgumentException when the name is taken
     */
    public void add(String path, Inode file) {
        List<String> names = names(path);
        Inode directory = root;
        for (String name : names.subList(0, names.size() - 1)) {
            directory = directory.entries().computeIfAbsent(name, absent -> Inode.directory(DIRECTORY_MODE, Map::of));
        }
        if (directory.entries().putIfAbsent(names.get(names.size() - 1), file) != null) {
            throw new IllegalArgumentException(path + " is there already");
        }
    }

    /** @throws SystemCallException ENOENT, ENOTDIR, EACCES */
    Inode find(Credentials who, String path) {
        List<String> names = names(path);
        Inode file = walk(who, names, names.size());
        if (path.endsWith("/") && !file.isDirectory()) {
            throw notADirectory();
        }
        return file;
    }

    /**
     * Finds a file to open: rule 8.
     *
     * @param wanted {@link Inode#READ} and {@link Inode#WRITE}, added up
     */
    Inode find(Credentials who, String path, int wanted) {
        Inode file = find(who, path);
        if (file.isDirectory()) {
            throw new SystemCallException(EISDIR, 0, "a directory opens for nobody; readdir lists it");
        }
        if (!file.allows(who, wanted)) {
            throw new SystemCallException(
                    EACCES,
                    8,
                    "mode %04o of owner %s does not allow it"
                            .formatted(file.permissions(), Integer.toUnsignedString(file.uid())),
                    file.permissions());
        }
        return file;
    }

    /**
     * Finds a file to open, or makes it, as the flags say.
     *
     * @throws SystemCallException ENOENT, ENOTDIR, EACCES, EISDIR; EEXIST with O_EXCL; EINVAL and ENOSPC with O_CREAT
     */
    Inode open(Credentials who, String path, OpenFlags flags) {
        if (flags.creates() && create(who, path)) {
            return find(who, path);
        }
        if (flags.isExclusive()) {
            throw new SystemCallException(EEXIST, 0, "the name is taken");
        }
        Inode file = find(who, path, flags.wanted());
        if (flags.truncates() && file.plain() != null) {
            file.plain().truncate(0);
        }
        return file;
    }

    /** Makes a plain file of mode 0644. Returns false when the name is there already. */
    private boolean create(Credentials who, String path) {
        List<String> names = names(path);
        if (names.isEmpty() || path.endsWith("/")) {
            throw new SystemCallException(EISDIR, 0, "a directory is not made by open(2)");
        }
        Inode directory = directory(who, names);
        require(directory, who, Inode.SEARCH);
        String name = names.get(names.size() - 1);
        if (directory.entry(name) != null) {
            return false;
        }
        if (directory.isGenerated()) {
            throw new SystemCallException(EACCES, 0, "the kernel makes what is in here");
        }
        require(directory, who, Inode.WRITE);
        add(directory, name, Inode.plain(FILE_MODE, new PlainFile(pages)).owner(who.uid(), who.gid()));
        return true;
    }

    /** The device number is not looked at: a node is only a name (rule 5). */
    void mknod(Credentials who, String path, int mode, DeviceNumber device) {
        requireRoot(who, "makes special files");
        List<String> names = names(path);
        if (names.isEmpty()) {
            throw new SystemCallException(EEXIST, 0, "the root directory is there already");
        }
        Inode directory = directory(who, names);
        String name = names.get(names.size() - 1);
        if (directory.entry(name) != null) {
            throw new SystemCallException(EEXIST, 0, "the name is taken");
        }
        requireChangeable(directory);
        requireName(name);
        if ((mode & Inode.S_IFMT) != Inode.S_IFCHR) {
            throw new SystemCallException(EINVAL, 0, "only character special files (S_IFCHR) are made here", mode);
        }
        add(directory, name, Inode.specialFile(mode & Inode.PERMISSIONS, device).owner(who.uid(), who.gid()));
    }

    private void add(Inode directory, String name, Inode file) {
        requireName(name);
        if (files == MOST_FILES) {
            throw new SystemCallException(ENOSPC, 0, "there are %d files".formatted(MOST_FILES));
        }
        directory.entries().put(name, file);
        files++;
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SystemCallException(
                    EINVAL, 0, "a name is 1 to 64 of A-Z a-z 0-9 . _ - and starts with none of . _ -");
        }
    }

    void unlink(Credentials who, String path) {
        List<String> names = names(path);
        Inode file = find(who, path);
        if (file.isDirectory()) {
            throw new SystemCallException(EPERM, 0, "a directory stays");
        }
        Inode directory = directory(who, names);
        require(directory, who, Inode.WRITE | Inode.SEARCH);
        requireChangeable(directory);
        if (directory.isSticky() && who.uid() != file.uid() && who.uid() != directory.uid()) {
            requireRoot(who, "and the owner take a name out of this directory");
        }
        directory.entries().remove(names.get(names.size() - 1));
        files--;
        if (file.plain() != null) {
            file.plain().unlink();
        }
    }

    void chmod(Credentials who, String path, int mode) {
        Inode file = find(who, path);
        if (who.uid() != file.uid()) {
            requireRoot(who, "and the owner change a mode");
        }
        requireChangeable(file);
        file.permissions(mode);
    }

    /**
     * The owner may give the file to another of its own groups; everything else is root's. -1 leaves an id as it is.
     */
    void chown(Credentials who, String path, int uid, int gid) {
        Inode file = find(who, path);
        int newUid = uid == UNCHANGED ? file.uid() : uid;
        int newGid = gid == UNCHANGED ? file.gid() : gid;
        boolean isOwnGroup = who.uid() == file.uid() && newUid == file.uid() && who.isIn(newGid);
        if (!isOwnGroup) {
            requireRoot(who, "changes an owner");
        }
        requireChangeable(file);
        file.owner(newUid, newGid);
    }

    List<String> readdir(Credentials who, String path) {
        Inode directory = find(who, path);
        if (!directory.isDirectory()) {
            throw notADirectory();
        }
        require(directory, who, Inode.READ);
        return directory.names();
    }

    private Inode directory(Credentials who, List<String> names) {
        Inode directory = walk(who, names, names.size() - 1);
        if (!directory.isDirectory()) {
            throw notADirectory();
        }
        return directory;
    }

    private Inode walk(Credentials who, List<String> names, int depth) {
        Inode at = root;
        for (String name : names.subList(0, depth)) {
            if (!at.isDirectory()) {
                throw notADirectory();
            }
            require(at, who, Inode.SEARCH);
            at = at.entry(name);
            if (at == null) {
                throw new SystemCallException(ENOENT, 27, "there is no such file");
            }
            number(at);
        }
        return at;
    }

    private void number(Inode file) {
        if (file.number() == 0) {
            file.number(++inodes);
        }
    }

    private static List<String> names(String path) {
        if (!path.startsWith("/")) {
            throw new SystemCallException(ENOENT, 27, "a path starts at /");
        }
        return Arrays.stream(path.split("/", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static void require(Inode directory, Credentials who, int wanted) {
        if (!directory.allows(who, wanted)) {
            throw new SystemCallException(
                    EACCES,
                    8,
                    "mode %04o of the directory does not allow it".formatted(directory.permissions()),
                    directory.permissions());
        }
    }

    private static void requireChangeable(Inode file) {
        if (file.isGenerated()) {
            throw new SystemCallException(EPERM, 0, "the kernel makes this, and nobody changes it");
        }
    }

    private static void requireRoot(Credentials who, String what) {
        if (!who.isRoot()) {
            throw new SystemCallException(EPERM, 0, "only uid 0 " + what, Integer.toUnsignedLong(who.uid()));
        }
    }

    private static SystemCallException notADirectory() {
        return new SystemCallException(ENOTDIR, 0, "a file holds no names");
    }
}
