package org.iomap.emulator.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket in the file system. It is made under another name, in a directory that only its owner may enter, and gets
 * its own name when its mode is final: nobody can connect before (AU-5).
 */
final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

    private final Path path;
    private final Path directory;
    private final int mode;

    private SocketFile(Path path, Path directory, int mode) {
        this.path = path;
        this.directory = directory;
        this.mode = mode;
    }

    /**
     * Gets ready to listen at {@code path}.
     *
     * @param mode permission bits
     * @throws IOException if something is there that is not a socket, or somebody answers at it
     */
    static SocketFile prepare(Path path, int mode) throws IOException {
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException("cannot listen on unix:%s: there is no directory %s".formatted(path, parent));
        }
        checkFree(path);
        return new SocketFile(path, Files.createTempDirectory(parent, ".s"), mode);
    }

    private static void checkFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int type = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
        if (type != 0140000) {
            throw new IOException("cannot listen on unix:%s: a file that is not a socket is there".formatted(path));
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException nobodyAnswers) {
            return;
        }
        throw new IOException(
                "cannot listen on unix:%s: another service answers there; stop it or choose another path with --listen"
                        .formatted(path));
    }

    /** Where to bind the socket. */
    Path temporary() {
        return directory.resolve("s");
    }

    /** The socket is bound and listens: gives it its mode and its name. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(temporary(), permissions());
        Files.move(temporary(), path, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(directory);
    }

    private Set<PosixFilePermission> permissions() {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & 0400 >>> bit) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} was not removed: {}", path, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return path + " " + PosixFilePermissions.toString(permissions());
    }
}
