package org.iomap.cli.command;

import java.io.ByteArrayOutputStream;
import org.iomap.client.RemoteProcess;

/** All that a file of the machine holds. */
final class FileContent {
    private static final int AT_A_TIME = 16 * 1024;

    private FileContent() {}

    static byte[] read(RemoteProcess process, String path) {
        int fd = process.open(path, RemoteProcess.O_RDONLY);
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] part = process.read(fd, AT_A_TIME);
            while (part.length > 0) {
                content.writeBytes(part);
                part = process.read(fd, AT_A_TIME);
            }
            return content.toByteArray();
        } finally {
            process.close(fd);
        }
    }
}
