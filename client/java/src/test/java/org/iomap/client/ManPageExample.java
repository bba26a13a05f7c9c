package org.iomap.client;

import static org.iomap.client.RemoteProcess.O_RDWR;

/** The example of the iomap(7) manual page as a program. Its argument is where the service listens. */
public final class ManPageExample {
    private ManPageExample() {}

    public static void main(String[] arguments) {
        try (RemoteProcess process = RemoteProcess.connect(arguments[0])) {
            int fd = process.open("/dev/gsc0", O_RDWR);
            Window window = process.map(fd); // IOMAPMAP with a null argument: the system chooses
            System.out.printf("actual address = 0x%08x%n", window.address());
            window.close(); // IOMAPUNMAP
            process.close(fd);
        }
    }
}
