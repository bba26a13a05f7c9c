package org.iomap.emulator.kernel.driver;

import java.nio.ByteBuffer;
import java.util.List;
import org.iomap.protocol.PageRange;

/**
 * What a driver outside the service answers.
 *
 * @param call the number of the {@link DriverCall}
 * @param errno 0: it succeeded
 * @param result bytes, poll bits, the value of ioctl(2)
 * @param argument of ioctl(2), as the driver left it
 * @param text why it failed
 * @param pages of mmap(2)
 * @param data of read(2); valid while it is handed over
 */
public record DriverAnswer(
        long call, long errno, long result, long argument, String text, List<PageRange> pages, ByteBuffer data) {}
