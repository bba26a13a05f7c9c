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
import java.util.regex.Pattern;

/**
 * The special files: directories {@code /} and {@code /dev}, with owners and modes as UNIX has them.
 *
 * <p>Source: mknod(2), unlink(2), chmod(2), chown(2), stat(2). A path starts at {@code /}; there are no links, no
 * {@code .} and no {@code ..}, and a file is held by its name alone.
 */
final class FileSystem {
    static final int MOST_FILES = 4096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int DIRECTORY_MODE = 0755;
    private static final int UNCHANGED = -1;

    private final Inode root = Inode.directory(1, DIRECTORY_MODE);
    private long inodes = 2;
    private int files;

    FileSystem() {
        root.entries().put("dev", Inode.directory(2, DIRECTORY_MODE));
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
     * Finds a special file to open: rule 8.
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

    /** The device number is not looked at: a node is only a name (rule 5). */
    void mknod(Credentials who, String path, int mode, DeviceNumber device) {
        requireRoot(who, "makes special files");
        List<String> names = names(path);
        if (names.isEmpty()) {
            throw new SystemCallException(EEXIST, 0, "the root directory is there already");
        }
        Inode directory = directory(who, names);
        String name = names.get(names.size() - 1);
        if (directory.entries().containsKey(name)) {
            throw new SystemCallException(EEXIST, 0, "the name is taken");
        }
        if (!NAME.matcher(name).matches()) {
            throw new SystemCallException(
                    EINVAL, 0, "a name is 1 to 64 of A-Z a-z 0-9 . _ - and starts with none of . _ -");
        }
        if ((mode & Inode.S_IFMT) != Inode.S_IFCHR) {
            throw new SystemCallException(EINVAL, 0, "only character special files (S_IFCHR) are made here", mode);
        }
        if (files == MOST_FILES) {
            throw new SystemCallException(ENOSPC, 0, "there are %d special files".formatted(MOST_FILES));
        }
        directory
                .entries()
                .put(name, Inode.specialFile(++inodes, mode & Inode.PERMISSIONS, who.uid(), who.gid(), device));
        files++;
    }

    void unlink(Credentials who, String path) {
        List<String> names = names(path);
        if (find(who, path).isDirectory()) {
            throw new SystemCallException(EPERM, 0, "a directory stays");
        }
        Inode directory = directory(who, names);
        require(directory, who, Inode.WRITE | Inode.SEARCH);
        directory.entries().remove(names.get(names.size() - 1));
        files--;
    }

    void chmod(Credentials who, String path, int mode) {
        Inode file = find(who, path);
        if (who.uid() != file.uid()) {
            requireRoot(who, "and the owner change a mode");
        }
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
        file.owner(newUid, newGid);
    }

    List<String> readdir(Credentials who, String path) {
        Inode directory = find(who, path);
        if (!directory.isDirectory()) {
            throw notADirectory();
        }
        require(directory, who, Inode.READ);
        return List.copyOf(directory.entries().keySet());
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
            at = at.entries().get(name);
            if (at == null) {
                throw new SystemCallException(ENOENT, 27, "there is no such file");
            }
        }
        return at;
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

    private static void requireRoot(Credentials who, String what) {
        if (!who.isRoot()) {
            throw new SystemCallException(EPERM, 0, "only uid 0 " + what, Integer.toUnsignedLong(who.uid()));
        }
    }

    private static SystemCallException notADirectory() {
        return new SystemCallException(ENOTDIR, 0, "a special file holds no names");
    }
}
