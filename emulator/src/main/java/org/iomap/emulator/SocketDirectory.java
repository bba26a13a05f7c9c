package org.iomap.emulator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.OwnUser;

/** Where the default socket and the tokens are: a directory of the user's own, which clients know too. */
record SocketDirectory(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    static SocketDirectory of(Map<String, String> environment, String user) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return new SocketDirectory(Path.of(runtime == null || runtime.isEmpty() ? "/tmp/iomap-" + user : runtime));
    }

    static SocketDirectory own() {
        return of(System.getenv(), System.getProperty("user.name"));
    }

    ListenUri socket() {
        return new ListenUri.Unix(path.resolve("iomap.sock"));
    }

    Path token(int port) {
        return path.resolve("tcp-" + port + ".token");
    }

    /**
     * Makes it where it is missing.
     *
     * @throws IOException if it cannot be made, or is not ours alone
     */
    void prepare() throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException there) {
            verify(OwnUser.find());
        }
    }

    private void verify(OwnUser own) throws IOException {
        boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        boolean isOurs =
                Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(own.uid());
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!isDirectory || !isOurs || permissions.stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
            throw new IOException(path + " is not a directory of yours that nobody else can write to: "
                    + "remove it, or say --listen unix:/PATH");
        }
    }
}
