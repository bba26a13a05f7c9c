/**
 * The Java client: a program becomes a process of the emulated machine, opens device files, maps windows with IOMAPMAP,
 * and loads and stores the registers behind them.
 *
 * <p>The example of the iomap(7) manual page:
 *
 * <pre>{@code
 * try (RemoteProcess process = RemoteProcess.connect("unix:/tmp/iomapd.sock")) {
 *     int fd = process.open("/dev/gsc0", RemoteProcess.O_RDWR);
 *     try (Window window = process.map(fd)) {
 *         System.out.printf("actual address = 0x%08x%n", window.address());
 *         window.putInt(0x10, 0x00112233);
 *         int pixel = window.getInt(0x10);
 *     }
 *     process.close(fd);
 * }
 * }</pre>
 *
 * <p>Everything that goes wrong is an {@link org.iomap.client.IomapException}, with what the server said about it.
 */
package org.iomap.client;
