package org.iomap.emulator.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user of this host who runs the service. */
public record OwnUser(int uid, int gid) {
    /** @throws IOException if this host has no users with numbers */
    public static OwnUser find() throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.isDirectory(self)) {
            return ownerOf(self);
        }
        Path mine = Files.createTempFile("iomap", null);
        try {
            return ownerOf(mine);
        } finally {
            Files.delete(mine);
        }
    }

    private static OwnUser ownerOf(Path file) throws IOException {
        try {
            return new OwnUser(
                    (Integer) Files.getAttribute(file, "unix:uid"), (Integer) Files.getAttribute(file, "unix:gid"));
        } catch (UnsupportedOperationException notUnix) {
            throw new IOException("this host has no uid and gid", notUnix);
        }
    }
}
